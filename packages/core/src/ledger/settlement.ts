import { isFinal, type Marker, settles } from '../reply/marker.ts';
import { shortened } from '../request/digest.ts';
import { type BaseId, baseOf, type RequestId, textOfRevision } from '../request/request.ts';
import { byAge, type Comment } from '../thread/conversation.ts';
import type { Ledger, RequestRecord } from './ledger.ts';

/** A marker of ours, with the comment that it stands in. */
export interface OwnReply {
  readonly marker: Marker;
  readonly comment: Comment;
}

/** One time that a request was dealt with, as far as ledger or thread tell. */
export interface Settlement {
  readonly id: RequestId;
  /** The first eight hex digits of the digest of the text that it dealt with; undefined where nobody tells. */
  readonly text: string | undefined;
  /** When the request was made; undefined where only a reply tells of it. */
  readonly askedAt: string | undefined;
  /** When the reply was written; undefined where only the ledger tells of it. */
  readonly repliedAt: string | undefined;
  /** Whether it is not asked again by a re-run. */
  readonly isFinal: boolean;
}

export interface SettlementFacts {
  readonly ledger: Ledger;
  readonly replies: readonly OwnReply[];
  /** A request that a re-run asks for again although it failed or was cancelled before. */
  readonly askedAgain: RequestId | undefined;
}

/** What was dealt with, by what stands on GitHub. Ledger and thread may each know of an answer that the other has lost. */
export type Settlements = ReadonlyMap<BaseId, readonly Settlement[]>;

/** Reads from ledger and thread what is not taken up again. */
export function settlements({ ledger, replies, askedAgain }: SettlementFacts): Settlements {
  const said = replies
    .filter(({ marker }) => settles(marker))
    .map(({ marker, comment }) => ({
      id: marker.requestId,
      text: marker.textDigest ?? textOfRevision(marker.requestId),
      askedAt: undefined,
      repliedAt: comment.createdAt,
      isFinal: isFinal(marker),
    }));
  const again = reopened(replies);
  const isSettled = (one: Settlement): boolean => one.isFinal || !(isAskedAgain(one, askedAgain) || again.has(one.id));
  const recorded = ledger.requests.flatMap((record) => {
    const whole = recordedAs(record, record);
    return isSettled(whole) ? [whole, ...(record.notes ?? []).map((note) => recordedAs(record, note))] : [];
  });
  return Map.groupBy([...recorded, ...said.filter(isSettled)], ({ id }) => baseOf(id));
}

/** A comment on code that was taken with its review is settled with that. */
const recordedAs = (
  { state, createdAt }: RequestRecord,
  { id, digest }: Pick<RequestRecord, 'id' | 'digest'>,
): Settlement => ({
  id,
  text: shortened(digest),
  askedAt: createdAt,
  repliedAt: undefined,
  isFinal: state === 'answered' || state === 'refused',
});

/** What our notices promised to take up, whether or not it was since. */
export function promised(replies: readonly OwnReply[]): ReadonlySet<BaseId> {
  const open = replies.filter(({ marker }) => marker.outcome === 'postponed');
  return new Set(open.map(({ marker }) => baseOf(marker.requestId)));
}

/**
 * What failed or was cancelled, and was promised afterwards: somebody re-ran it, and that run was cancelled before it
 * began.
 */
export function reopened(replies: readonly OwnReply[]): ReadonlySet<RequestId> {
  const told = new Set<RequestId>();
  const again = new Set<RequestId>();
  for (const { marker } of replies.toSorted((a, b) => byAge(a.comment, b.comment))) {
    if (marker.outcome !== 'postponed') told.add(marker.requestId);
    if (marker.outcome === 'postponed' && told.has(marker.requestId)) again.add(marker.requestId);
    else again.delete(marker.requestId);
  }
  return again;
}

/** An edit that came before its request was taken was answered under the request's own id. */
function isAskedAgain({ id, text }: Pick<Settlement, 'id' | 'text'>, askedAgain: RequestId | undefined): boolean {
  return id === askedAgain || (text !== undefined && `${baseOf(id)}.${text}` === askedAgain);
}
