import { REQUEST_ID, type RequestId } from '../request/request.ts';
import type { ThreadKey } from '../thread/thread.ts';

/**
 * What a reply did with its request. `answered` and `refused` settle it; `cancelled` does unless it is asked again;
 * `failed` and `postponed` leave it open.
 */
export type ReplyOutcome = 'answered' | 'failed' | 'refused' | 'cancelled' | 'postponed';

export interface Marker {
  readonly requestId: RequestId;
  readonly outcome: ReplyOutcome;
  /** The run that wrote it, with its attempt: `123.1`. */
  readonly run: string;
  /** The thread it was asked in, where the reply stands in another one. */
  readonly from?: ThreadKey;
  /** Says that the thread had no session when it was written. */
  readonly session?: 'none';
  /** The first eight hex digits of the digest of the text that it answers. */
  readonly textDigest?: string;
}

const PATTERN = new RegExp(
  `<!-- codex-worker:reply request=(${REQUEST_ID}) outcome=(answered|failed|refused|cancelled|postponed) run=(\\d+\\.\\d+)(?: from=((?:issue|pr)-\\d+))?(?: session=(none))?(?: text=([0-9a-f]{8}))? -->`,
  'g',
);

/** The hidden line that makes a reply recognisable. It counts only in comments that our own identity wrote. */
export function renderMarker({ requestId, outcome, run, from, session, textDigest }: Marker): string {
  const more = [from && ` from=${from}`, session && ` session=${session}`, textDigest && ` text=${textDigest}`];
  return `<!-- codex-worker:reply request=${requestId} outcome=${outcome} run=${run}${more.filter(Boolean).join('')} -->`;
}

/** Every marker in a comment's body. */
export function readMarkers(body: string): readonly Marker[] {
  return [...body.matchAll(PATTERN)].map(([, requestId, outcome, run, from, session, textDigest]) => ({
    // The pattern admits nothing else.
    requestId: requestId as RequestId,
    outcome: outcome as ReplyOutcome,
    run: run ?? '',
    ...(from ? { from: from as ThreadKey } : {}),
    ...(session ? { session: 'none' as const } : {}),
    ...(textDigest ? { textDigest } : {}),
  }));
}

/** Whether a reply is the last word on its request. */
export const isFinal = ({ outcome }: Pick<Marker, 'outcome'>): boolean =>
  outcome === 'answered' || outcome === 'refused';

/** Whether a request with this reply is not taken up, unless it is the one that is asked for again. */
export function settles(marker: Marker, askedAgain?: RequestId): boolean {
  return marker.outcome === 'cancelled' ? marker.requestId !== askedAgain : isFinal(marker);
}

/** Text that a model or a person wrote, unable to hide anything or to carry a marker of ours. */
export function withoutComments(text: string): string {
  return text.replaceAll('<!--', '&lt;!--');
}
