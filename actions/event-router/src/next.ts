import { inOneLine, type NextInQueue, pageTexts, takeNext } from '@codex-worker/core';
import {
  conversation,
  gitHubClient,
  notice,
  output,
  type RunFacts,
  readInputs,
  requestQueue,
  summary,
  warning,
} from '@codex-worker/github';

/** Takes the oldest request from the queue, for the thread's run that follows. */
export async function next(run: RunFacts): Promise<void> {
  const { token, ownLogin } = readInputs((input) => ({
    token: input.requiredSecret('github-token'),
    ownLogin: input.required('bot-login'),
  }));
  const client = gitHubClient({ ...run, token });
  const found = await takeNext(
    { queue: requestQueue(client), conversation: conversation(client) },
    { run: { id: run.runId, attempt: run.attempt, url: run.runUrl }, now: new Date().toISOString(), ownLogin },
  );
  report(found);
  await summary(summaryOf(found, run.runUrl));
}

function report(found: NextInQueue): void {
  const { head, paths, until, waiting, setAside } = found;
  for (const { file, reason } of setAside) warning(`${file.path} was moved to broken/. ${reason}`, 'Queue');
  output('decision', head ? 'run' : 'ignore');
  output('reason', reasonOf(found));
  notice(reasonOf(found), 'Queue');
  output('waiting', waiting);
  if (!head) return;
  output('thread', head.thread);
  output('request', `queue:${paths[0]}`);
  output('request-id', head.request.id);
  output('files', paths.join('\n'));
  output('until', until);
  output('start', head.start);
  output('ref', head.ref);
  output('base', head.base);
  output('sha', head.sha);
  output('actor', head.asker.login);
}

function reasonOf({ head, tried, paths, waiting }: NextInQueue): string {
  if (tried) return `${tried.request.id} of ${tried.thread} got no answer in this run: the next drain tries again`;
  if (!head) return 'the queue is empty';
  const more = paths.length === 1 ? '' : ` and ${paths.length - 1} more of its thread`;
  return `${head.request.id}${more} of ${head.thread} is next; ${waiting} in the queue`;
}

/** A file that was put there by hand may have any name, and any text in it. */
function summaryOf(found: NextInQueue, url: string): string {
  const aside = found.setAside.map(({ file, reason }) => `- ${inOneLine(`${file.path}: ${reason}`, url)}`);
  const line = pageTexts.queue(inOneLine(reasonOf(found), url));
  return [line, ...(aside.length > 0 ? ['', pageTexts.setAside(), ...aside] : [])].join('\n');
}
