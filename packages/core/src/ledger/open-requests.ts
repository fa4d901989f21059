import { isFinal, type Marker } from '../reply/marker.ts';
import { inOrder, type Request, type RequestId } from '../request/request.ts';
import type { Ledger, RequestRecord } from './ledger.ts';

/** GitHub's lists are eventually consistent: a comment may show up after a younger one was answered. */
const OVERLAP_MS = 10 * 60_000;

/** From when on comments must be listed to see every open request and every reply of the last run, ISO 8601. */
export function cursor(ledger: Ledger): string {
  const last = ledger.requests.at(-1);
  if (!last) return ledger.beganAt;
  const ofLastRun = ledger.requests.filter(({ outboxRun }) => outboxRun === last.outboxRun);
  const earliest = Math.min(...ofLastRun.map(({ createdAt }) => Date.parse(createdAt)));
  return toSeconds(Math.max(earliest - OVERLAP_MS, Date.parse(ledger.beganAt)));
}

const toSeconds = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');

export interface OpenFacts {
  /** Everything that somebody with standing asked in the thread since the cursor. */
  readonly asked: readonly Request[];
  /** Requests with a final reply of ours in the thread. */
  readonly repliedTo: ReadonlySet<RequestId>;
  /** The request of the run's own event: it counts even where it is older than the thread's session. */
  readonly ofThisRun: RequestId;
  /** A request that a re-run asks for again although it failed or was cancelled before. */
  readonly askedAgain: RequestId | undefined;
}

/** The requests that have no answer yet, in the order in which they are answered. */
export function openRequests(
  ledger: Ledger,
  { asked, repliedTo, askedAgain, ofThisRun }: OpenFacts,
): readonly Request[] {
  const records = new Map(ledger.requests.map((record) => [record.id, record]));
  const isOpen = ({ id }: Request): boolean => {
    // Ledger and thread may each know of an answer that the other has lost.
    if (repliedTo.has(id)) return false;
    const state = records.get(id)?.state;
    if (state === 'failed' || state === 'cancelled') return id === askedAgain;
    return state === undefined;
  };
  const ofThread = ({ id, createdAt }: Request): boolean =>
    id === ofThisRun || Date.parse(createdAt) >= Date.parse(ledger.beganAt);
  // The first of two wins: the text of the event is the one that was authorised.
  const unique = new Map(asked.toReversed().map((request) => [request.id, request]));
  return [...unique.values()].filter((request) => ofThread(request) && isOpen(request)).sort(inOrder);
}

/** Requests that the ledger holds as settled by its last run, but whose reply is not in the thread. */
export function unpublished(
  ledger: Ledger,
  replies: readonly Pick<Marker, 'requestId' | 'outcome'>[],
): readonly RequestId[] {
  const last = ledger.requests.at(-1);
  // "The run failed", as the notifier says it, is no answer: the answer of such a run may wait in its outbox.
  const isPublished = ({ id, state }: RequestRecord): boolean =>
    replies.some((reply) => reply.requestId === id && (state === 'failed' || isFinal(reply)));
  return ledger.requests
    .filter((record) => record.outboxRun === last?.outboxRun && record.state !== 'cancelled' && !isPublished(record))
    .map(({ id }) => id);
}
