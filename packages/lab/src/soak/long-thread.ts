import { openStage } from './stage.ts';

/** Calls of GitHub's API in the next turn of a thread with this many comments. */
export interface TurnCalls {
  readonly comments: number;
  readonly calls: number;
}

/** Asks once in a short thread and once in one with ten thousand comments. */
export async function measureTurnCalls(product?: string): Promise<readonly TurnCalls[]> {
  const measured: TurnCalls[] = [];
  for (const comments of [10, 10_000]) measured.push({ comments, calls: await callsWith(comments, product) });
  return measured;
}

async function callsWith(comments: number, product: string | undefined): Promise<number> {
  await using stage = await openStage(product);
  const { acting, lab } = stage;
  const thread = await stage.opens();
  await acting.idle();
  // Between the issue and now there is a long talk that asks the worker for nothing.
  const until = new Date(Date.now() - 3_600_000);
  lab.github.seedComments({ thread: thread.issue, count: comments, author: 'sam', body: 'I agree.', until });
  await stage.asks(thread, { writes: true });
  await acting.idle();
  const { id } = acting.lastRun();
  return lab.github.requests.filter(({ token }) => token.kind === 'job' && token.runId === id).length;
}
