import type { Person } from '../standing/standing.ts';
import type { Thread } from './thread.ts';

export interface Comment {
  readonly id: number;
  readonly author: Person;
  readonly body: string;
  readonly createdAt: string;
  readonly url: string;
}

/** An issue or pull request as it is now. */
export interface ThreadFacts {
  readonly title: string;
  readonly body: string;
  readonly open: boolean;
  readonly url: string;
}

/** What is said on GitHub in a thread. */
export interface Conversation {
  /** Throws `thread-gone` when the issue was transferred or deleted. */
  facts(thread: Thread): Promise<ThreadFacts>;
  /** Comments changed at or after the time, oldest first, all pages. */
  commentsSince(thread: Thread, since: string): Promise<readonly Comment[]>;
  /** The newest comments of a thread, some hundreds at most. */
  newestComments(thread: Thread): Promise<readonly Comment[]>;
  /** Whether a login's 👀 stands on the issue or pull request itself. */
  isAcknowledged(thread: Thread, by: string): Promise<boolean>;
  post(thread: Thread, body: string): Promise<{ readonly id: number; readonly url: string }>;
}
