import { catalogue } from '../failure/catalogue.ts';
import { newLedger } from '../ledger/ledger.ts';
import { sameLogin } from '../standing/standing.ts';
import type { ThreadFacts } from '../thread/conversation.ts';
import { threadKey } from '../thread/thread.ts';
import type { Session } from './choose-session.ts';
import type { RestoreOrder } from './restore-order.ts';

/** What a person does about a session that is gone. */
export const BEGIN_ANEW = catalogue['session-expired'].fix;

/** A session to go on with, or a new one. */
export type FoundSession = Extract<Session, { kind: 'found' }>;

/** In a thread that the worker opened itself, everything was said to it. */
export const beginningOf = ({ request, policy }: RestoreOrder, { author, createdAt }: ThreadFacts): string =>
  sameLogin(author.login, policy.ownLogin) ? createdAt : request.createdAt;

/** A session that nothing was said in yet. */
export function beginAt({ thread, sandbox, start, request }: RestoreOrder, beganAt: string): FoundSession {
  const fresh = newLedger(threadKey(thread), beganAt, sandbox);
  const ledger = start === 'anew' ? { ...fresh, anewAt: request.createdAt } : fresh;
  return { kind: 'found', status: 'fresh', begins: true, ledger, files: [] };
}
