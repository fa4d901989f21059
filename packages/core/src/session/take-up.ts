import { type Ledger, settle } from '../ledger/ledger.ts';
import { openRequests, unpublished } from '../ledger/open-requests.ts';
import { type OwnReply, reopened } from '../ledger/settlement.ts';
import type { Marker } from '../reply/marker.ts';
import { texts } from '../reply/texts.ts';
import { shortened } from '../request/digest.ts';
import type { Seen } from '../request/look.ts';
import { baseOf, type Request, type RequestId, shortDigest } from '../request/request.ts';
import { toRequest } from '../request/sift.ts';
import { sameLogin } from '../standing/standing.ts';
import type { Comment, ThreadFacts } from '../thread/conversation.ts';
import { replyTo } from '../turn/reply-to.ts';
import type { Session } from './choose-session.ts';
import { moveOf, sortOut } from './moved-thread.ts';
import { placeWorkspace } from './place-workspace.ts';
import { refuseDenied } from './refusal.ts';
import type { RestoreOrder, RestorePorts } from './restore-order.ts';
import { idleThread, type Refusal, type ThreadState } from './thread-state.ts';

interface TakenUp {
  readonly session: Extract<Session, { kind: 'found' }>;
  readonly seen: Seen;
  /** Our replies since the request of the run was made, which may be older than what the session has not seen. */
  readonly toOwn: readonly OwnReply[];
}

/** Finds what there is to do for a session: what is open, what is refused, what was never published. */
export async function takeUp(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  { session, seen, toOwn }: TakenUp,
): Promise<ThreadState> {
  const { request, attempt } = order;
  const { asked, replies } = seen;
  const askedAgain = attempt > 1 ? request.id : undefined;
  const ledger = session.begins ? withFailures(session.ledger, seen, askedAgain) : session.ledger;
  const open = openRequests(ledger, { asked, replies, ofThisRun: request.id, askedAgain });
  const pending = unpublished(
    ledger,
    replies.map(({ marker }) => marker),
  );
  const sorted = sortOut(order, facts, open, await moveOf(ports, order, ledger));
  const state: ThreadState = {
    ...idleThread(order, facts, ledger),
    status: session.status,
    ...sorted,
    refusals: [
      ...sorted.refusals,
      ...refuseDenied(seen.denied),
      ...untold(order, ledger, [...seen.replies, ...toOwn], open),
    ],
    ownRequest: open.find(({ id }) => baseOf(id) === baseOf(request.id))?.id ?? request.id,
    context: [...saidBefore(order, session, sorted.open), ...seen.context.filter(isNews(ledger))],
  };
  if (sorted.open.length === 0 && pending.length === 0) return state;
  return placeWorkspace(ports, order, state, pending);
}

/**
 * A run was cancelled at this request, and could not say so; or it was cancelled with the words of its edit, which another
 * run promised to take up. Whoever looks for its answer says so.
 */
function untold(
  { request, attempt }: RestoreOrder,
  ledger: Ledger,
  replies: readonly OwnReply[],
  open: readonly Request[],
): readonly Refusal[] {
  const isOfOwn = ({ id }: { readonly id: RequestId }): boolean => baseOf(id) === baseOf(request.id);
  const record = ledger.requests.findLast(isOfOwn);
  if (attempt > 1 || record?.state !== 'cancelled' || open.some(isOfOwn)) return [];
  const isPromised = replies.some(({ marker }) => marker.requestId === request.id && marker.outcome === 'postponed');
  const isToldOf = ({ requestId: id, outcome, textDigest }: Marker): boolean =>
    isPromised
      ? id === request.id
      : // The notifier names no text, and an edit as its event did.
        isOfOwn({ id }) && (id === record.id || outcome === 'cancelled' || shortened(record.digest) === textDigest);
  const isTold = replies.some(({ marker }) => marker.outcome !== 'postponed' && isToldOf(marker));
  if (isTold) return [];
  const own = isPromised ? request : { ...request, id: record.id };
  const text = texts.cancelled(ledger.settings.sessionId !== undefined);
  return [{ request: own, reply: { ...replyTo({ requests: [own] }), outcome: 'cancelled', text } }];
}

/**
 * A thread that begins has no ledger to tell that a turn failed: whoever asked was told to ask again. The notifier, who
 * does not name a text, tells of runs that failed before: their requests are open.
 */
function withFailures(ledger: Ledger, { asked, replies }: Seen, askedAgain: string | undefined): Ledger {
  let known = ledger;
  const again = reopened(replies);
  for (const { marker } of replies) {
    const request = asked.find(({ id }) => id === marker.requestId);
    if (!request || marker.outcome !== 'failed' || request.id === askedAgain) continue;
    if (again.has(request.id)) continue;
    // With other words, it is asked for the first time.
    if (marker.textDigest !== shortDigest(request.text)) continue;
    known = settle(known, request, { state: 'failed', outboxRun: Number.parseInt(marker.run, 10) });
  }
  return known;
}

/** What people said in a thread before the worker was asked there, whether they may ask or not. */
function saidBefore(
  { policy }: RestoreOrder,
  { newest = [], ledger }: TakenUp['session'],
  open: readonly Request[],
): readonly Comment[] {
  const isOpen = new Set(open.map(({ id }) => baseOf(id)));
  return newest
    .filter(({ createdAt }) => Date.parse(createdAt) < Date.parse(ledger.beganAt))
    .filter(({ author }) => !sameLogin(author.login, policy.ownLogin))
    .filter((comment) => !isOpen.has(toRequest(comment).id));
}

/** What was said before the last turn's request was given to that turn. */
const isNews =
  ({ requests, beganAt }: Ledger) =>
  ({ createdAt }: Comment): boolean => {
    const taken = requests.filter(({ turn }) => turn !== undefined).map((record) => Date.parse(record.createdAt));
    return Date.parse(createdAt) >= Math.max(Date.parse(beganAt), ...taken);
  };
