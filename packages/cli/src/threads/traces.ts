import type { RecentComment, ThreadKey } from '@codex-worker/core';

/** What threads leave on GitHub: the list is made from it alone. */
export interface Traces {
  /** ISO 8601. */
  readonly now: string;
  /** Page of the repository. */
  readonly page: string;
  readonly ownLogin: string;
  /** Issues and pull requests, by number. */
  readonly talks: ReadonlyMap<number, Talk>;
  readonly comments: readonly RecentComment[];
  readonly sessions: readonly StoredSession[];
  readonly activity: ReadonlyMap<ThreadKey, Activity>;
  /** The requests in the explicit queue. */
  readonly queued: readonly QueuedThread[];
  /** Threads in which something was let in that has neither run nor reply. */
  readonly unanswered: ReadonlySet<ThreadKey>;
  readonly pulls: readonly Pull[];
  /** Names of branches, without `refs/heads/`. */
  readonly branches: readonly string[];
}

/** An issue or a pull request. */
export interface Talk {
  readonly number: number;
  readonly isPull: boolean;
  readonly title: string;
  readonly open: boolean;
}

/** A session as it is stored. */
export interface StoredSession {
  readonly thread: ThreadKey;
  readonly savedAt: string;
  readonly expiresAt: string | undefined;
  readonly expired: boolean;
  readonly bytes: number;
}

/** The runs of a thread. */
export interface Activity {
  readonly run: { readonly url: string; readonly since: string | undefined } | undefined;
  readonly waiting: number;
}

/** A request in the explicit queue: it stays there until its reply is published. */
export interface QueuedThread {
  readonly thread: ThreadKey;
  /** Whether a run took it up. */
  readonly taken: boolean;
}

/** A pull request of the repository's own branches. */
export interface Pull {
  readonly number: number;
  readonly branch: string;
}
