import { notify } from '../reply/notice.ts';
import type { JobFacts } from '../reply/what-stopped.ts';
import { aPolicy } from './examples.ts';
import { type RunOrder, runLink } from './run-order.ts';
import type { ThreadWorld } from './thread-world.ts';
/** What the notifier does, outside the thread's group, when a run did not end well. */
export async function tellThatItStopped(
  { conversation, artifacts }: ThreadWorld,
  order: RunOrder,
  ended: 'failure' | 'cancelled' | 'cancelled-before-start' = 'failure',
  jobs?: readonly JobFacts[],
): Promise<void> {
  const stored = artifacts.listing().filter((entry) => entry.endsWith(`@${order.runId}`));
  await notify(
    {
      conversation,
      runs: { group: async () => ({ kind: 'absent' }) },
      jobs: async () =>
        ended === 'cancelled-before-start'
          ? []
          : (jobs ?? [{ name: 'thread / agent', conclusion: ended, minutes: 2, endedAt: undefined, steps: [] }]),
      artifacts: async () => stored.map((entry, id) => ({ id, name: entry.split('@')[0] ?? '' })),
    },
    {
      thread: order.thread,
      requestId: order.request.id,
      needs: { results: [ended === 'failure' ? 'failure' : 'cancelled'], failure: undefined, routeFailed: false },
      limits: { agent: 60, publish: 15 },
      run: runLink(order),
      ownLogin: aPolicy.ownLogin,
      since: order.request.createdAt,
    },
  );
}
