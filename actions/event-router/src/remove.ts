import { pageTexts, parseThread, removeAnswered } from '@codex-worker/core';
import {
  conversation,
  gitHubClient,
  info,
  output,
  type RunFacts,
  readInputs,
  requestQueue,
  summary,
} from '@codex-worker/github';

/** Removes from the queue what the thread's run answered; what has no reply stays for the next drain. */
export async function remove(run: RunFacts): Promise<void> {
  const { token, ...order } = readInputs((input) => ({
    token: input.requiredSecret('github-token'),
    thread: input.parsed('thread', parseThread),
    paths: input.list('files'),
    nothingOpen: input.optional('outcome') === 'nothing',
    ownLogin: input.required('bot-login'),
  }));
  const client = gitHubClient({ ...run, token });
  const { removed, kept } = await removeAnswered(
    { queue: requestQueue(client), conversation: conversation(client) },
    order,
  );
  output('removed', removed.length);
  output('kept', kept.length);
  await summary(pageTexts.removed(removed.length, kept.length));
  for (const path of removed) info(`Removed ${path}: it has its reply.`);
  for (const path of kept) info(`Kept ${path}: it has no reply yet, and the next drain takes it again.`);
}
