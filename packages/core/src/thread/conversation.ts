import type { Attachment } from '../attachment/attachment.ts';
import type { CodePlace, Request, RequestId } from '../request/request.ts';
import type { PullRequestHead } from '../route/pull-request.ts';
import type { Person } from '../standing/standing.ts';
import type { Thread } from './thread.ts';

export interface Comment {
  readonly id: number;
  readonly author: Person;
  readonly body: string;
  readonly createdAt: string;
  /** Later than `createdAt` once it was edited. */
  readonly updatedAt: string;
  readonly url: string;
  /** Set for a comment on a line of code. Its ids are of another row than those of the conversation. */
  readonly place?: CodePlace;
  /** The review that a comment on a line of code belongs to. */
  readonly review?: number;
  /** What its text has attached. */
  readonly attachments?: readonly Attachment[];
}

/** Oldest first. Ids tell the order of one second alone: those of comments on code are of another row. */
export function byAge(a: Pick<Comment, 'id' | 'createdAt'>, b: Pick<Comment, 'id' | 'createdAt'>): number {
  return Date.parse(a.createdAt) - Date.parse(b.createdAt) || a.id - b.id;
}

/** An issue or pull request as it is now. */
export interface ThreadFacts {
  readonly title: string;
  readonly body: string;
  readonly open: boolean;
  /** Of a pull request only. */
  readonly merged: boolean;
  readonly locked: boolean;
  /** Who opened it, and when. */
  readonly author: Person;
  readonly createdAt: string;
  readonly url: string;
  /** What its text has attached. */
  readonly attachments?: readonly Attachment[];
  /** Of a pull request only: where its commits come from. */
  readonly head?: PullRequestHead | undefined;
}

/** How a request ended, for everybody who looks at it. */
export interface Ending {
  readonly request: RequestId;
  readonly went: 'well' | 'badly';
  /** Whether it shows already that it went badly, once. */
  readonly wentBadly: boolean;
}

/** What is over in a thread. */
export interface Conclusion {
  readonly ended: readonly Ending[];
  /** Comments of our own in the conversation that have had their time. */
  readonly gone: readonly number[];
}

/** How many comments of a kind are certainly listed, if there are as many. */
export const ALL_BELOW = 100;

/** What is said on GitHub in a thread. */
export interface Conversation {
  /** Throws `thread-gone` when the issue was transferred or deleted, or is no pull request where the thread is one. */
  facts(thread: Thread): Promise<ThreadFacts>;
  /** Comments changed at or after the time, oldest first, all pages. */
  commentsSince(thread: Thread, since: string): Promise<readonly Comment[]>;
  /**
   * The newest comments of a thread, some hundreds at most, oldest first, those on its code among them. Fewer than
   * `ALL_BELOW` of a kind are all of that kind.
   */
  newestComments(thread: Thread): Promise<readonly Comment[]>;
  /** When a login left its 👀, 🚀 or 😕 on the issue or pull request itself; undefined where it did not. */
  acknowledgedAt(thread: Thread, by: string): Promise<string | undefined>;
  /** Comments on the code of a pull request, changed at or after the time, oldest first. An issue has none. */
  reviewCommentsSince(thread: Thread, since: string): Promise<readonly Comment[]>;
  /** A request by its id, as it stands on GitHub now; undefined when it was deleted. A run by hand has no text there. */
  request(thread: Thread, id: RequestId): Promise<Request | undefined>;
  /** Who edited each of the requests last. One that was never edited, or is gone, is missing. */
  lastEditors(thread: Thread, ids: readonly RequestId[]): Promise<ReadonlyMap<RequestId, Person>>;
  /** Posts in the conversation, or below a review comment. */
  post(thread: Thread, body: string, below?: number): Promise<{ readonly id: number; readonly url: string }>;
  /** Takes away a comment of our own in the conversation; one that is gone already is no error. */
  removeComment(thread: Thread, commentId: number): Promise<void>;
  /**
   * Shows 🚀 or 😕 on what ended, in the place of our 👀, and takes away comments, all at once. Answers what GitHub refused,
   * a sentence each; what is gone already is none of it.
   */
  conclude(thread: Thread, conclusion: Conclusion): Promise<readonly string[]>;
}
