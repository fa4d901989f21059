import { isFinal, type Marker } from '../reply/marker.ts';
import { shortened } from '../request/digest.ts';
import { baseOf, inOrder, onceMoreAt, type Request, type RequestId, revised, shortDigest } from '../request/request.ts';
import { wholeSeconds } from '../thread/whole-seconds.ts';
import type { Ledger, RequestRecord } from './ledger.ts';
import { type OwnReply, promised, type Settlement, settlements } from './settlement.ts';

/** GitHub's lists are eventually consistent: a comment may show up after a younger one was answered. */
export const OVERLAP_MS = 10 * 60_000;

/** GitHub fires events of their own for the labels and assignees that an issue is opened with, within seconds. */
export const SAME_OPENING_MS = 60_000;

/** From when on comments must be listed to see every open request and every reply of the last run, ISO 8601. */
export function cursor(ledger: Ledger): string {
  const last = ledger.requests.at(-1);
  if (!last) return ledger.beganAt;
  const ofLastRun = ledger.requests.filter(({ outboxRun }) => outboxRun === last.outboxRun);
  const earliest = Math.min(...ofLastRun.map(({ createdAt }) => Date.parse(createdAt)));
  return wholeSeconds(Math.max(earliest - OVERLAP_MS, Date.parse(ledger.beganAt)));
}

export interface OpenFacts {
  /** Everything that somebody with standing asked in the thread since the cursor, with the words it has now. */
  readonly asked: readonly Request[];
  /** Our own replies in the thread since the cursor. */
  readonly replies: readonly OwnReply[];
  /** The request of the run itself: it counts even where it is older than the thread's session. */
  readonly ofThisRun: RequestId;
  /** A request that a re-run asks for again although it failed or was cancelled before. */
  readonly askedAgain: RequestId | undefined;
}

/** The requests that have no answer yet, in the order in which they are answered. */
export function openRequests(ledger: Ledger, facts: OpenFacts): readonly Request[] {
  const { asked, replies, askedAgain, ofThisRun } = facts;
  const settled = settlements({ ledger, replies, askedAgain });
  const waiting = promised(replies);
  const ofThread = ({ id, createdAt }: Request): boolean =>
    baseOf(id) === baseOf(ofThisRun) || waiting.has(baseOf(id)) || Date.parse(createdAt) >= Date.parse(ledger.beganAt);
  const open = asked
    .filter(ofThread)
    .map((request) => asItIsOpen(request, settled.get(baseOf(request.id)) ?? []))
    .filter((request) => request !== undefined);
  // The first of two wins.
  return [...new Map(open.toReversed().map((request) => [request.id, request])).values()].sort(inOrder);
}

/** Under which id a request is open, if it is: settled with the text that it has, it is not; edited since, it is once more. */
export function asItIsOpen(request: Request, settled: readonly Settlement[]): Request | undefined {
  const base = baseOf(request.id);
  if (settled.length === 0) return first(request);
  const again = onceMoreAt(request.id);
  if (again !== undefined) return onceMore({ ...request, createdAt: again }, settled);
  const text = shortDigest(request.text);
  const id = revised(base, request.text);
  if (settled.some((one) => one.text === text || one.id === id)) return undefined;
  if (!isEdited(request, settled)) return undefined;
  return {
    ...request,
    id,
    createdAt: request.changedAt ?? request.createdAt,
    edited: { before: request.edited?.before },
  };
}

/** Whether a request is the edit of one that a run before saw: then it has the time of the edit. */
export const wasSeen = ({ edited, createdAt, changedAt }: Request): boolean =>
  edited !== undefined && createdAt === changedAt;

/**
 * Nobody has dealt with it yet, so that nothing of it is news. What was edited long after it was written was seen before,
 * though no ledger tells: the router answers some words by itself.
 */
function first(request: Request): Request {
  if (wasSeen(request)) return { ...request, id: revised(baseOf(request.id), request.text) };
  const { edited: _, ...asked } = request;
  return { ...asked, id: baseOf(request.id) };
}

function onceMore(request: Request, settled: readonly Settlement[]): Request | undefined {
  const asked = Date.parse(request.createdAt);
  const covers = ({ id, askedAt, repliedAt }: Settlement): boolean => {
    if (id === request.id) return true;
    if (askedAt !== undefined) return Math.abs(asked - Date.parse(askedAt)) <= SAME_OPENING_MS;
    return repliedAt !== undefined && Date.parse(repliedAt) >= asked;
  };
  return settled.some(covers) ? undefined : request;
}

/** Whether it certainly has another text than the one that was dealt with. */
function isEdited(request: Request, settled: readonly Settlement[]): boolean {
  const { id, edited, createdAt, changedAt = createdAt } = request;
  const isKnown = settled.some(({ text }) => text !== undefined);
  if (edited) {
    // The event of an edit tells of a new text, unless the reply was written after it.
    const isLater = ({ repliedAt }: Settlement) =>
      repliedAt !== undefined && Date.parse(repliedAt) >= Date.parse(changedAt);
    return isKnown || !settled.some(isLater);
  }
  // The text of a review is not all of it: only what names an edit tells of one.
  const isWhole = !id.startsWith('review-') || id.startsWith('review-comment-') || id !== baseOf(id);
  // The notifier names no text: what was changed after its word, or is named by its edit, has another one.
  const isNewer = ({ isFinal: isLast, repliedAt }: Settlement) =>
    !isLast && repliedAt !== undefined && (id !== baseOf(id) || Date.parse(repliedAt) < Date.parse(changedAt));
  return isWhole && (isKnown || settled.every(isNewer));
}

/** Requests that the ledger holds as settled by its last run, but whose reply is not in the thread. */
export function unpublished(
  ledger: Ledger,
  replies: readonly Pick<Marker, 'requestId' | 'outcome' | 'textDigest'>[],
): readonly RequestId[] {
  const last = ledger.requests.at(-1);
  // "The run failed", as the notifier says it, is no answer: the answer of such a run may wait in its outbox.
  const isPublished = (record: RequestRecord): boolean =>
    record.state === 'cancelled'
      ? isTold(record.id)
      : told.some((reply) => isOn(record, reply) && (record.state === 'failed' || isFinal(reply)));
  // A promise to publish it is not kept by itself.
  const told = replies.filter(({ outcome }) => outcome !== 'postponed');
  // The notifier names an edit as its event did.
  const isTold = (id: RequestId): boolean => told.some(({ requestId }) => baseOf(requestId) === baseOf(id));
  return ledger.requests
    .filter((record) => record.outboxRun === last?.outboxRun && !isPublished(record))
    .map(({ id }) => id);
}

/** Whether a reply is on what was recorded: two runs at once may have dealt with one request, each with other words. */
export const isOn = (
  { id, digest }: RequestRecord,
  { requestId, textDigest }: Pick<Marker, 'requestId' | 'textDigest'>,
): boolean => requestId === id && (textDigest === undefined || textDigest === shortened(digest));
