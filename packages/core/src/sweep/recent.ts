import type { RequestId } from '../request/request.ts';
import type { Person } from '../standing/standing.ts';
import type { ThreadKey } from '../thread/thread.ts';

/** An open issue or pull request in which something happened lately. */
export interface RecentThread {
  readonly thread: ThreadKey;
  readonly author: Person;
  readonly createdAt: string;
  /** What it asks with: its title and its text. */
  readonly text: string;
  /** How many 👀 stand on it, anybody's. */
  readonly eyes: number;
}

/** A comment of the repository, in a conversation or on a line of code. */
export interface RecentComment {
  readonly id: RequestId;
  /** Number of its issue or pull request. */
  readonly number: number;
  readonly author: Person;
  readonly createdAt: string;
  readonly body: string;
  readonly eyes: number;
}

/** What was said in a repository lately. */
export interface Recent {
  readonly threads: readonly RecentThread[];
  readonly comments: readonly RecentComment[];
  /** Whether there was more than was read. */
  readonly cut: boolean;
}
