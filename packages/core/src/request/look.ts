import type { Ledger } from '../ledger/ledger.ts';
import { type OwnReply, promised, type Settlements, settlements } from '../ledger/settlement.ts';
import { leftBehind } from '../reply/conclusion.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { asks, type Trigger } from '../route/trigger.ts';
import { type AdmissionPolicy, admit, type PermissionLookup } from '../standing/standing.ts';
import { byAge, type Comment, type Conversation } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import { ownRequest } from './own-request.ts';
import { postponed } from './postponed.ts';
import { mayTakeTurn } from './promised-turns.ts';
import { type BaseId, baseOf, type Request, type RequestId, revised } from './request.ts';
import { type Sifted, sift } from './sift.ts';
import { siftReviews } from './sift-reviews.ts';
import { type Denial, withStanding } from './with-standing.ts';

export interface LookPorts {
  readonly conversation: Pick<Conversation, 'commentsSince' | 'reviewCommentsSince' | 'request' | 'lastEditors'>;
  readonly people: PermissionLookup;
}

export interface LookOrder {
  readonly thread: Thread;
  /** ISO 8601; what is older was seen before. */
  readonly since: string;
  readonly trigger: Trigger;
  readonly policy: AdmissionPolicy;
  readonly ledger: Ledger;
  /** The request that the run was started for: it counts whatever the trigger and whoever wrote it. */
  readonly own: OwnRequest | undefined;
  /** What was asked later is left for another run, unless the run was started for it. ISO 8601. */
  readonly until?: string;
  /** The issue's own text, where the run that it started left no trace. It is in no list. */
  readonly opening?: Request;
  /** What was listed since the time already. */
  readonly listed?: Listed;
}

/** The request that a run was started for. */
export interface OwnRequest {
  readonly request: Request;
  /** The text that its event was admitted with; undefined where it was read from GitHub just now. */
  readonly authorisedText: string | undefined;
  /** Set in the second attempt of a run: it is asked again. */
  readonly again: boolean;
}

/** Comments as they were listed; undefined where they were not. */
export interface Listed {
  readonly comments: readonly Comment[] | undefined;
  readonly onCode: readonly Comment[] | undefined;
}

/** What is to be seen in a thread. */
export interface Seen {
  /** What somebody with standing asked, with the words it has now. */
  readonly asked: readonly Request[];
  /** What may not be taken up any more. */
  readonly denied: readonly Denial[];
  /** Our own replies. */
  readonly replies: readonly OwnReply[];
  /** What was said without asking for anything, oldest first. */
  readonly context: readonly Comment[];
  /** Our own comments that show how far a turn is, by their ids. */
  readonly progress: readonly number[];
}

/** Reads a thread since a time. Strangers, and people who talk to each other, are context of what is asked. */
export async function look(ports: LookPorts, order: LookOrder): Promise<Seen> {
  const { comments, onCode } = await list(ports, order);
  const replies = ownMarkers([...comments, ...onCode], order.policy.ownLogin);
  const settled = settlements({ ledger: order.ledger, replies, askedAgain: askedAgain(order) });
  const view: View = { ports, order, settled, promised: promised(replies) };
  const sifted = [await sift(view, comments), await siftReviews(view, onCode)];
  const own = await ownRequest(view, sifted);
  const found = [...own.requests, ...(await opening(view))];
  const requests = [...found, ...(await postponed(view, replies, found))];
  const { asked, denied } = await withStanding(view, requests.map(asSeenBefore(view, replies)));
  return {
    asked: asked.filter(isDue(view)).filter(mayTakeTurn(view, comments)),
    denied: onceEach([...own.deleted, ...denied].filter(isNews(view))),
    replies,
    context: contextOf(sifted),
    progress: leftBehind(comments, { ownLogin: order.policy.ownLogin, requests: [], isOver: () => true }),
  };
}

/** What all parts of a look need to know. */
export interface View {
  readonly ports: LookPorts;
  readonly order: LookOrder;
  readonly settled: Settlements;
  /** What our notices promised to take up. */
  readonly promised: ReadonlySet<BaseId>;
}

async function list({ conversation }: LookPorts, { thread, since, listed }: LookOrder) {
  const comments = listed?.comments ?? (await conversation.commentsSince(thread, since));
  if (thread.kind === 'issue') return { comments, onCode: [] };
  return { comments, onCode: listed?.onCode ?? (await conversation.reviewCommentsSince(thread, since)) };
}

/** A label or an assignee asks without words. */
async function opening({ ports, order }: View): Promise<readonly Request[]> {
  const { opening: request, own, trigger, policy } = order;
  if (!request || (own && baseOf(own.request.id) === request.id)) return [];
  const isAsked = trigger.kind === 'label' || trigger.kind === 'assignee' || asks(request.text, trigger);
  return isAsked && (await admit(ports.people, request.author, policy)).kind === 'admitted' ? [request] : [];
}

const askedAgain = ({ own }: LookOrder): RequestId | undefined => (own?.again ? own.request.id : undefined);

/** What is older than all that is listed shows up because somebody edited it: our word on it may be as old, and in no ledger. */
const asSeenBefore =
  ({ order: { since, own }, settled }: View, replies: readonly OwnReply[]) =>
  (request: Request): Request => {
    const { id, createdAt, changedAt, text } = request;
    const isOld = changedAt !== undefined && Date.parse(createdAt) < Date.parse(since);
    const base = baseOf(id);
    const isOwn = own !== undefined && baseOf(own.request.id) === base;
    if (!isOld || isOwn || id !== base || settled.has(base) || isPromised(replies, id)) return request;
    return { ...request, id: revised(base, text), createdAt: changedAt, edited: { before: undefined } };
  };

/** Whether it waits for its first word still. A promise to take up an edit of it says that it had one. */
const isPromised = (replies: readonly OwnReply[], id: RequestId): boolean =>
  replies.some(({ marker }) => marker.requestId === id && marker.outcome === 'postponed');

const isDue =
  ({ order: { until, own }, settled }: View) =>
  ({ id, createdAt, changedAt = createdAt }: Request): boolean =>
    until === undefined ||
    id === own?.request.id ||
    // What was dealt with is asked once more by its edit.
    Date.parse(settled.has(baseOf(id)) ? changedAt : createdAt) <= Date.parse(until);

/** A denial is said once. */
const isNews =
  ({ settled }: View) =>
  ({ request: { id } }: Denial): boolean =>
    !settled.get(baseOf(id))?.some((one) => one.id === id);

/** A request and its edit may both be promised, and both come to the same. */
const onceEach = (denied: readonly Denial[]): readonly Denial[] =>
  [...new Map(denied.toReversed().map((one) => [one.request.id, one])).values()].reverse();

const contextOf = (sifted: readonly Sifted[]): readonly Comment[] =>
  sifted.flatMap(({ context }) => context).sort(byAge);
