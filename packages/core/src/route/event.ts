import type { Request } from '../request/request.ts';
import type { Person } from '../standing/standing.ts';
import type { Thread } from '../thread/thread.ts';

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
  /** How many 👀 stand on it, anybody's. */
  readonly eyes: number;
}

/** An event, read once at the edge. Everything inside believes it. */
export type ConversationEvent =
  | { readonly kind: 'issue'; readonly issue: IssueFacts; readonly request: Request; readonly asker: Person }
  | {
      readonly kind: 'label';
      readonly issue: IssueFacts;
      readonly label: string;
      readonly request: Request;
      readonly asker: Person;
    }
  | { readonly kind: 'comment'; readonly issue: IssueFacts; readonly request: Request; readonly asker: Person }
  | {
      readonly kind: 'dispatch';
      /** Undefined: a new issue is opened for the prompt. */
      readonly thread: Thread | undefined;
      readonly request: Request;
      readonly asker: Person;
      readonly newSession: boolean;
    }
  | { readonly kind: 'unserved'; readonly name: string; readonly action: string | undefined };
