import { newLedger } from '../ledger/ledger.ts';
import { texts } from '../reply/texts.ts';
import type { ThreadFacts } from '../thread/conversation.ts';
import { threadKey } from '../thread/thread.ts';
import type { Session } from './choose-session.ts';
import { findMove } from './moved-thread.ts';
import { refuseAll } from './refusal.ts';
import type { RestoreOrder, RestorePorts } from './restore-order.ts';
import { idleThread, type ThreadState } from './thread-state.ts';

/** A thread whose session is gone: the person is told, nothing is run and nothing is stored. */
export async function lostThread(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  { status, failure }: Extract<Session, { kind: 'lost' }>,
): Promise<ThreadState> {
  const pullRequest = await findMove(ports, order, undefined);
  const ledger = newLedger(threadKey(order.thread), order.request.createdAt, order.sandbox);
  const base = { ...idleThread(order, facts, ledger), keepBundle: false };
  if (pullRequest) {
    return { ...base, status: 'moved', refusals: refuseAll([order.request], texts.moved(pullRequest.url)) };
  }
  return {
    ...base,
    status,
    refusals: refuseAll([order.request], texts.sessionGone(failure.what), failure.code),
    failure: { code: failure.code, what: failure.what, fix: failure.fix },
  };
}
