import { REQUEST_ID, type RequestId } from '../request/request.ts';
import { LOGIN } from '../standing/standing.ts';
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
  /** Who asked for the turn that it tells of; absent where Codex took none. */
  readonly by?: string;
}

/** A marker as the whole of a line. */
const PATTERN = new RegExp(
  `^<!-- codex-worker:reply request=(${REQUEST_ID}) outcome=(answered|failed|refused|cancelled|postponed) run=(\\d+\\.\\d+)(?: from=((?:issue|pr)-\\d+))?(?: session=(none))?(?: text=([0-9a-f]{8}))?(?: by=(${LOGIN}))? -->$`,
);
const PART = new RegExp(
  `^<!-- codex-worker:part request=(${REQUEST_ID}) outcome=(answered|failed|refused|cancelled|postponed) run=(\\d+\\.\\d+) part=(\\d{1,2}) answer=([0-9a-f]{8}) -->$`,
);
const QUEUED = new RegExp(
  `^<!-- codex-worker:queued request=(${REQUEST_ID}) run=(\\d+\\.\\d+)(?: by=(${LOGIN}))? -->$`,
);

const PROGRESS = /^<!-- codex-worker:progress thread=((?:issue|pr)-\d+) run=(\d+\.\d+) -->$/;

/** The hidden line that makes a reply recognisable. It counts only in comments that our own identity wrote. */
export function renderMarker({ requestId, outcome, run, from, session, textDigest, by }: Marker): string {
  const more = [
    from && ` from=${from}`,
    session && ` session=${session}`,
    textDigest && ` text=${textDigest}`,
    by && ` by=${by}`,
  ];
  return `<!-- codex-worker:reply request=${requestId} outcome=${outcome} run=${run}${more.filter(Boolean).join('')} -->`;
}

/** The markers that a comment ends with. What stands above them may have been written by anybody, and counts as text. */
export function readMarkers(body: string): readonly Marker[] {
  return lastLines(body, PATTERN).map(([, requestId, outcome, run, from, session, textDigest, by]) => ({
    // The pattern admits nothing else.
    requestId: requestId as RequestId,
    outcome: outcome as ReplyOutcome,
    run: run ?? '',
    ...(from ? { from: from as ThreadKey } : {}),
    ...(session ? { session: 'none' as const } : {}),
    ...(textDigest ? { textDigest } : {}),
    ...(by ? { by } : {}),
  }));
}

/** One comment of a reply that goes on in the next one. The last comment has the reply's own markers instead. */
export interface PartMarker extends Pick<Marker, 'requestId' | 'outcome' | 'run'> {
  readonly part: number;
  /** The first eight hex digits of the digest of the whole answer: another answer to the same request is another one. */
  readonly answerDigest: string;
}

/** The hidden last line of such a comment. It settles nothing. */
export function renderPartMarker({ requestId, outcome, run, part, answerDigest }: PartMarker): string {
  return `<!-- codex-worker:part request=${requestId} outcome=${outcome} run=${run} part=${part} answer=${answerDigest} -->`;
}

/** Which part of which reply a comment is; undefined when it is another comment. */
export function readPartMarker(body: string): PartMarker | undefined {
  const [, requestId, outcome, run = '', part, answerDigest = ''] = lastLines(body, PART)[0] ?? [];
  if (requestId === undefined) return undefined;
  // The pattern admits nothing else.
  return {
    requestId: requestId as RequestId,
    outcome: outcome as ReplyOutcome,
    run,
    part: Number(part),
    answerDigest,
  };
}

/** Says that a request waits for other runs of its thread. */
export interface QueuedMarker {
  readonly requestId: RequestId;
  /** The run that waits, with its attempt: `123.1`. */
  readonly run: string;
  /** Who asked; set where turns are limited, and the comment promises one. */
  readonly by?: string;
}

/** The hidden last line of a comment that says how many runs are ahead. It goes once the request has its reply. */
export function renderQueuedMarker({ requestId, run, by }: QueuedMarker): string {
  return `<!-- codex-worker:queued request=${requestId} run=${run}${by ? ` by=${by}` : ''} -->`;
}

/** What a comment that says how many runs are ahead is about; undefined when it is another comment. */
export function readQueuedMarker(body: string): QueuedMarker | undefined {
  const [, requestId, run = '', by] = lastLines(body, QUEUED)[0] ?? [];
  // The pattern admits nothing else.
  return requestId === undefined ? undefined : { requestId: requestId as RequestId, run, ...(by ? { by } : {}) };
}

/** Says what a run is doing in its thread. It is no reply, and goes once there is one. */
export interface ProgressMarker {
  readonly thread: ThreadKey;
  /** The run, with its attempt: `123.1`. */
  readonly run: string;
}

/** The hidden last line of a comment that shows how far a turn is. */
export function renderProgressMarker({ thread, run }: ProgressMarker): string {
  return `<!-- codex-worker:progress thread=${thread} run=${run} -->`;
}

/** Whose progress a comment shows; undefined when it is another comment. */
export function readProgressMarker(body: string): ProgressMarker | undefined {
  const [, thread, run = ''] = lastLines(body, PROGRESS)[0] ?? [];
  // The pattern admits nothing else.
  return thread === undefined ? undefined : { thread: thread as ThreadKey, run };
}

const PULL_REQUEST = /^<!-- codex-worker:pull-request -->$/;

/** The hidden last line of a pull request that the worker opens. It counts only where our own identity wrote it: other workflows may have that, too. */
export const renderPullRequestMarker = (): string => '<!-- codex-worker:pull-request -->';

/** Whether the text of a pull request ends as ours do; whoever edits it may have taken that away. */
export const hasPullRequestMarker = (body: string): boolean => lastLines(body, PULL_REQUEST).length > 0;

/** The lines at the end of a text that are all of one pattern, from the top. */
function lastLines(text: string, pattern: RegExp): readonly RegExpExecArray[] {
  const found: RegExpExecArray[] = [];
  for (const line of text.trimEnd().split(/\r?\n/).reverse()) {
    const match = pattern.exec(line.trimEnd());
    if (!match) break;
    found.unshift(match);
  }
  return found;
}

/** Whether a reply is the last word on its request. */
export const isFinal = ({ outcome }: Pick<Marker, 'outcome'>): boolean =>
  outcome === 'answered' || outcome === 'refused';

/** Whether a request with this reply is not taken up, unless it is the one that is asked for again. */
export function settles(marker: Marker, askedAgain?: RequestId): boolean {
  return marker.outcome === 'cancelled' ? marker.requestId !== askedAgain : isFinal(marker);
}
