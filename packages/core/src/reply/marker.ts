import type { RequestId } from '../request/request.ts';

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
}

const PATTERN =
  /<!-- codex-worker:reply request=((?:issue|comment|dispatch)-\d+) outcome=(answered|failed|refused|cancelled|postponed) run=(\d+\.\d+) -->/g;

/** The hidden line that makes a reply recognisable. It counts only in comments that our own identity wrote. */
export function renderMarker({ requestId, outcome, run }: Marker): string {
  return `<!-- codex-worker:reply request=${requestId} outcome=${outcome} run=${run} -->`;
}

/** Every marker in a comment's body. */
export function readMarkers(body: string): readonly Marker[] {
  return [...body.matchAll(PATTERN)].map(([, requestId, outcome, run]) => ({
    // The pattern admits nothing else.
    requestId: requestId as RequestId,
    outcome: outcome as ReplyOutcome,
    run: run ?? '',
  }));
}

/** Text that a model or a person wrote, unable to hide anything or to carry a marker of ours. */
export function withoutComments(text: string): string {
  return text.replaceAll('<!--', '&lt;!--');
}
