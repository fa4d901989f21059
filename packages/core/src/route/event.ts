import type { Request } from '../request/request.ts';
import type { Person } from '../standing/standing.ts';
import type { Thread } from '../thread/thread.ts';
import type { PullRequestHead } from './pull-request.ts';

/** What an event says of the issue or pull request it happened in. */
export interface IssueFacts {
  readonly number: number;
  readonly isPullRequest: boolean;
  readonly title: string;
  readonly labels: readonly string[];
  /** Name of the organisation's issue type. */
  readonly type: string | undefined;
  readonly locked: boolean;
  /** Who opened it. */
  readonly author: Person;
  /** Whether its text ends as that of a pull request which the worker opened: others may have the author's name, too. */
  readonly isMarked: boolean;
  /** How many 👀, 🚀 and 😕 stand on it, anybody's. */
  readonly signs: number;
}

/** Something that somebody did in an issue or pull request; the text that it asks with is the request's. */
interface Doing {
  readonly issue: IssueFacts;
  /** Its `edited` is set where the text was changed: the id is then the one of the text as it is now. */
  readonly request: Request;
  /** Who did it: of an edit, who edited. */
  readonly asker: Person;
}

/** A run of another workflow that failed, on a commit of this repository. */
export interface FailedRun {
  readonly id: number;
  readonly commit: string;
  /** Name of its workflow. */
  readonly name: string;
  readonly url: string;
}

/** An event, read once at the edge. Everything inside believes it. */
export type ConversationEvent =
  /** Opened, or its title or text edited. */
  | (Doing & { readonly kind: 'issue' })
  | (Doing & { readonly kind: 'label'; readonly label: string })
  | (Doing & { readonly kind: 'assignment'; readonly assignee: string })
  /** In the conversation of an issue or pull request. */
  | (Doing & { readonly kind: 'comment' })
  | (Doing & {
      /** A review with its text, or a single comment on a line of code; GitHub makes a review of that, too. */
      readonly kind: 'review' | 'review-comment';
      /** Undefined where GitHub does not name the review of a comment. */
      readonly review: number | undefined;
      /** These events carry the head of the pull request. */
      readonly head: PullRequestHead;
    })
  | {
      readonly kind: 'dispatch';
      /** Undefined: a new issue is opened for the prompt. */
      readonly thread: Thread | undefined;
      readonly request: Request;
      readonly asker: Person;
      readonly newSession: boolean;
      /** Set where a workflow asks about a run of another that failed. */
      readonly ofRun?: FailedRun;
    }
  | {
      readonly kind: 'unserved';
      readonly name: string;
      readonly action: string | undefined;
      /** Why nothing is asked, where the worker serves such events. */
      readonly because?: string;
    };
