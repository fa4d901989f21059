import { pageTexts } from '@codex-worker/core';
import { gitHubClient, notice, output, type RunFacts, readInputs, requestQueue, summary } from '@codex-worker/github';

/** Heads that one drain serves, one after the other: the next drain goes on. */
const MOST_HEADS = 20;

/** Counts what waits in the queue, so that a drain of an empty one ends at once. */
export async function count(run: RunFacts): Promise<void> {
  const token = readInputs((input) => input.requiredSecret('github-token'));
  const { length } = await requestQueue(gitHubClient({ ...run, token })).waiting();
  const heads = Math.min(length, MOST_HEADS);
  output('decision', length === 0 ? 'ignore' : 'run');
  output('waiting', length);
  output('heads', JSON.stringify(Array.from({ length: heads }, (_, i) => i + 1)));
  const told = length === 0 ? 'the queue is empty' : `${length} in the queue`;
  notice(told, 'Queue');
  await summary(pageTexts.queue(`${told}.`));
}
