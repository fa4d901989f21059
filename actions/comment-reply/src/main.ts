import { outboxName, postReplies, type Thread, threadKey } from '@codex-worker/core';
import {
  conversation,
  type GitHubClient,
  gitHubClient,
  info,
  pullRequestHead,
  readOwnOutbox,
  runAction,
  runArtifacts,
  runFacts,
  stateDirectory,
  warning,
} from '@codex-worker/github';
import { readReplyInputs } from './inputs.ts';
import { endRed, isWhole, readProposal, report } from './report.ts';

await runAction(async () => {
  const run = runFacts();
  const inputs = readReplyInputs(run);
  const directory = stateDirectory(inputs.stateDir);
  const outbox = await readOwnOutbox(runArtifacts(), outboxName(threadKey(inputs.thread), run.runId));
  if (!outbox) return info('The run has no outbox: there is nothing to post.');
  const end = await readProposal(directory);
  const client = gitHubClient({ ...run, token: inputs.token });
  const link = { id: run.runId, attempt: run.attempt, url: run.runUrl };
  report(
    await postReplies(conversation(client), {
      thread: inputs.thread,
      outbox,
      end,
      run: link,
      ownLogin: inputs.ownLogin,
      links: inputs.links,
      headNow: outbox.fork && (await headNow(client, inputs.thread)),
      warn: warning,
    }),
  );
  await directory.write('published.json', { whole: isWhole(outbox, end) });
  endRed(end);
});

/** Somebody may have pushed to the fork while Codex read it. */
async function headNow(client: GitHubClient, { number }: Thread): Promise<string | undefined> {
  return (await pullRequestHead(client, number))?.headSha;
}
