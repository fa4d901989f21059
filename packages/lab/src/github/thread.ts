/** What a reaction can be. */
export const reactionContents = ['+1', '-1', 'laugh', 'confused', 'heart', 'hooray', 'rocket', 'eyes'] as const;
export type ReactionContent = (typeof reactionContents)[number];

export interface Reaction {
  readonly id: number;
  readonly content: ReactionContent;
  readonly author: string;
  readonly createdAt: string;
}

/** Text that can be changed after it was written. */
export interface Editable {
  /** Who changed it last; null while nobody has. */
  editor: string | null;
  lastEditedAt: string | null;
}

export interface Comment extends Editable {
  readonly id: number;
  readonly thread: number;
  readonly author: string;
  body: string;
  readonly createdAt: string;
  updatedAt: string;
  reactions: Reaction[];
}

export interface Label {
  readonly id: number;
  name: string;
  color: string;
  description: string | null;
}

/** A label or a person that a thread was given, or that was taken from it. */
export interface ThreadChange {
  readonly thread: number;
  readonly at: string;
  readonly by: string;
  readonly action: 'labeled' | 'unlabeled' | 'assigned' | 'unassigned';
  /** The label's name, or the login. */
  readonly what: string;
  /** The newest comment at that time, as times have whole seconds; 0 before any. */
  readonly after: number;
}

/** A copy of the repository that somebody else has. Of its branches only heads of pull requests are seen. */
export interface Fork {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  pushedAt: string;
}

/** What a pull request has beyond an issue. */
export interface Pull {
  readonly headBranch: string;
  /** Undefined where the head is a branch of the repository itself. */
  readonly fork?: Fork;
  /** The head as last seen; it stays when the branch goes. */
  headSha: string;
  baseBranch: string;
  baseSha: string;
  draft: boolean;
  merged: { readonly at: string; readonly by: string; readonly sha: string } | undefined;
  requestedReviewers: string[];
}

/** Why a number no longer answers. */
export type Departure = { readonly kind: 'deleted' } | { readonly kind: 'transferred'; readonly to: string };

/** An issue or a pull request: a pull request is an issue with a `pull`. */
export interface Thread extends Editable {
  readonly id: number;
  readonly number: number;
  readonly author: string;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  stateReason: 'completed' | 'not_planned' | 'duplicate' | 'reopened' | null;
  closedAt: string | null;
  closedBy: string | null;
  readonly createdAt: string;
  updatedAt: string;
  labels: string[];
  assignees: string[];
  type: string | null;
  locked: boolean;
  lockReason: string | null;
  reactions: Reaction[];
  readonly pull: Pull | undefined;
  departure: Departure | undefined;
}
