import type { RequestQueue } from '../queue/request-queue.ts';
import type { RequestId } from '../request/request.ts';
import type { PermissionLookup } from '../standing/standing.ts';
import type { TurnRecords } from '../standing/turn-limits.ts';
import type { Conversation } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import type { PullRequestHead } from './pull-request.ts';

/** What a review says: its text, and that of each of its comments. */
export interface ReviewTexts {
  readonly text: string;
  readonly comments: readonly string[];
}

/** What the router may ask GitHub. */
export interface RouteQuestions extends PermissionLookup {
  pullRequestHead(number: number): Promise<PullRequestHead | undefined>;
  /** Whether the worker has been asked in an issue before: it left 👀 on it, or spoke in it. */
  isThread(thread: Thread): Promise<boolean>;
  /** Undefined when it was deleted. */
  review(thread: Thread, id: number): Promise<ReviewTexts | undefined>;
}

/** A run of a thread, as the thread's concurrency group knows it. */
export interface GroupRun {
  readonly id: number;
  readonly url: string;
}

/** Who holds the group of a thread, and how many wait. */
export type GroupFacts =
  | { readonly kind: 'known'; readonly holder: GroupRun | undefined; readonly waiting: number }
  /** Nobody holds it, or this GitHub has no such API. */
  | { readonly kind: 'absent' }
  /** The token may not look: what to change. */
  | { readonly kind: 'hidden'; readonly fix: string };

/** How the request to stop a run ended. */
export type StopEnd =
  | { readonly kind: 'asked-to-stop' }
  | { readonly kind: 'over-already' }
  | { readonly kind: 'refused'; readonly fix: string };

/** The runs of a thread: at most one holds its concurrency group. */
export interface ThreadRuns {
  /** Runs other than the one that asks. */
  group(thread: Thread): Promise<GroupFacts>;
  /** Whether this GitHub tells of concurrency groups at all. */
  hasGroups(): Promise<boolean>;
  startedAt(run: GroupRun): Promise<string | undefined>;
  stop(run: GroupRun): Promise<StopEnd>;
}

/** What the router asks GitHub and tells it. */
export interface RoutePorts extends RouteQuestions {
  readonly conversation: Pick<Conversation, 'newestComments' | 'post' | 'removeComment'>;
  readonly turns: TurnRecords;
  readonly runs: ThreadRuns;
  readonly queue: Pick<RequestQueue, 'append' | 'waiting'>;
  /** Opens the issue that a run by hand without a thread talks in, once for each run; answers its number. */
  openIssueFor(requestId: RequestId, prompt: string, author: string): Promise<number>;
  /** Leaves 👀 on the request; for a run by hand, which has no text on GitHub, on its thread. */
  acknowledge(requestId: RequestId, thread: Thread): Promise<void>;
  /** Says what could not be told to the thread; the run goes on. */
  warn(text: string): void;
}
