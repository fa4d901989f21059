import type { Editable, Reaction } from '../thread.ts';

export type ReviewState = 'PENDING' | 'COMMENTED' | 'APPROVED' | 'CHANGES_REQUESTED' | 'DISMISSED';

/** What somebody said about a pull request at one of its commits. */
export interface Review extends Editable {
  readonly id: number;
  /** Number of the pull request. */
  readonly thread: number;
  readonly author: string;
  body: string;
  state: ReviewState;
  readonly commit: string;
  /** Null while it is pending: until then only its author sees it. */
  submittedAt: string | null;
  readonly reactions: Reaction[];
}

/** A side of a diff: `LEFT` is the base, `RIGHT` the head. */
export type Side = 'LEFT' | 'RIGHT';

/** A line of a diff, or several that end there. */
export interface DiffLine {
  readonly side: Side;
  readonly line: number;
  /** Lines down from the file's first `@@`, which has none. */
  readonly position: number;
  readonly start: { readonly side: Side; readonly line: number } | undefined;
}

/** What in a file a review comment is about. A line without `now` is outdated: the head has changed it since. */
export type Subject =
  | { readonly kind: 'file' }
  | { readonly kind: 'line'; readonly original: DiffLine; readonly now: DiffLine | undefined };

/** A comment on the diff. The answers to it name it as their root, and are about the same lines. */
export interface ReviewComment extends Editable {
  readonly id: number;
  readonly review: number;
  /** Number of the pull request. */
  readonly thread: number;
  readonly root: number | undefined;
  readonly author: string;
  body: string;
  readonly path: string;
  readonly diffHunk: string;
  /** The head at which it was written, and the last one that still has its lines. */
  readonly originalCommit: string;
  commit: string;
  subject: Subject;
  readonly createdAt: string;
  updatedAt: string;
  reactions: Reaction[];
}
