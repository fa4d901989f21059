import type { Attachment } from '../attachment/attachment.ts';
import type { Person } from '../standing/standing.ts';
import { wholeSeconds } from '../thread/whole-seconds.ts';
import { digest, shortened } from './digest.ts';

/** Where a person asked: the issue text, a comment, a review, a comment on a line of code, or a run by hand. */
export type RequestKind = 'issue' | 'comment' | 'review' | 'review-comment' | 'dispatch';

/** What a person asked with, as it is known on GitHub. */
export type BaseId = `${RequestKind}-${number}`;

/**
 * Stable id of what a person asked. `comment-9911.5f3a9c01` is the comment as it was asked once more, after it had been
 * settled: by an edit. `issue-12.t6ab0c3d5` is the issue as it was asked at that time, by a label that was put on again.
 */
export type RequestId = BaseId | `${BaseId}.${string}`;

/** A request id as a regular expression. */
export const REQUEST_ID = String.raw`(?:issue|comment|review|review-comment|dispatch)-\d+(?:\.t?[0-9a-f]{8})?`;

const whole = new RegExp(`^${REQUEST_ID}$`);

export function isRequestId(x: unknown): x is RequestId {
  return typeof x === 'string' && whole.test(x);
}

/** The id without its revision: what stands on GitHub. */
export function baseOf(id: RequestId): BaseId {
  // The type of an id holds nothing else before the dot.
  return id.split('.', 1)[0] as BaseId;
}

/** What kind of thing a request stands in. */
export function kindOf(id: RequestId): RequestKind {
  // The type of an id holds nothing else before its number.
  return baseOf(id).replace(/-\d+$/, '') as RequestKind;
}

/** The id of a request that is asked once more with the same words, told apart by the time. */
export function askedOnceMore(id: BaseId, time: string): RequestId {
  return `${id}.t${Math.floor(Date.parse(time) / 1000)
    .toString(16)
    .padStart(8, '0')}`;
}

/** When a request was asked once more, ISO 8601; undefined where its id tells no time. */
export function onceMoreAt(id: RequestId): string | undefined {
  const seconds = /\.t([0-9a-f]{8})$/.exec(id)?.[1];
  return seconds === undefined ? undefined : wholeSeconds(Number.parseInt(seconds, 16) * 1000);
}

/** The id of a request that is asked once more, told apart by its new text. */
export function revised(id: BaseId, by: string): RequestId {
  return `${id}.${shortDigest(by)}`;
}

/** The short digest of the text that an id names: only an edit's does, for that of a label put on again names the time. */
export function textOfRevision(id: RequestId): string | undefined {
  return onceMoreAt(id) === undefined ? id.split('.')[1] : undefined;
}

/** Eight characters that tell two texts of one request apart. */
export function shortDigest(text: string): string {
  return shortened(digest(text));
}

/** A place in the code that somebody commented on. */
export interface CodePlace {
  /** The first comment of the review thread: replies go below it. */
  readonly reviewComment: number;
  readonly path: string;
  /** Undefined when the comment is on the whole file, or its line is gone. */
  readonly line: number | undefined;
  /** The lines of the diff around it, as GitHub shows them. */
  readonly hunk: string;
}

/** One comment of a review. */
export interface ReviewNote {
  /** The comment itself; undefined where it was not read from GitHub. */
  readonly comment?: number;
  readonly place: CodePlace;
  readonly text: string;
  readonly attachments?: readonly Attachment[];
}

/** One thing a person asked for in a thread. */
export interface Request {
  readonly id: RequestId;
  readonly author: Person;
  /** ISO 8601, by GitHub's clock. */
  readonly createdAt: string;
  /** Exactly what was written, line ends normalised to LF. */
  readonly text: string;
  /** When it was changed last, where it was. */
  readonly changedAt?: string;
  /** Set when it was settled before and then edited. `before` is undefined where nobody tells the old text. */
  readonly edited?: { readonly before: string | undefined };
  /** Where a comment on a line of code stands. */
  readonly place?: CodePlace;
  /** The comments of a review; `text` is then its body, which may be empty. */
  readonly notes?: readonly ReviewNote[];
  /** What the text has attached, as it was read with the text. */
  readonly attachments?: readonly Attachment[];
}

/** The order in which requests are answered: by creation, then by id, because GitHub's times have whole seconds. */
export function inOrder(a: Request, b: Request): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt) || idNumber(a.id) - idNumber(b.id);
}

/** The number that an id has on GitHub. */
export function idNumber(id: RequestId): number {
  return Number(/\d+/.exec(id)?.[0]);
}

/** Web forms send CRLF, mail clients mix them: Codex gets LF. */
export function normaliseText(text: string): string {
  return text.replace(/\r\n?/g, '\n');
}
