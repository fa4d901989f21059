import type { OutboxChange } from '../outbox/outbox.ts';
import type { RequestId } from '../request/request.ts';

/** The workspace of a turn. */
export interface WorkingTree {
  /** Puts the tree on a branch as the remote has it now. Answers its commit, undefined when the remote has no such branch. */
  checkOut(branch: string): Promise<string | undefined>;
  /** The requests that commits of the checked-out branch already answer, from the trailers of the last 100. */
  requestsInHistory(): Promise<readonly RequestId[]>;
  /** Applies a patch to the files without committing it; false leaves the tree as it was. */
  apply(patch: string): Promise<boolean>;
  /** Everything that differs from the commit as one binary patch; undefined when nothing does. */
  changesSince(base: string): Promise<string | undefined>;
}

export interface CommitOrder extends Pick<OutboxChange, 'base' | 'patch' | 'requests'> {
  readonly branch: string;
  /** The branch that the thread's branch starts from when the remote does not have it. */
  readonly startsFrom: string;
  readonly message: string;
}

export type PushEnd =
  | { readonly kind: 'pushed'; readonly sha: string; readonly leftOut: readonly string[] }
  /** A commit with these requests is on the branch already. */
  | { readonly kind: 'already-there'; readonly sha: string }
  /** Nothing remained to be committed once the paths that may not be pushed were left out. */
  | { readonly kind: 'nothing'; readonly leftOut: readonly string[] }
  | { readonly kind: 'conflicts'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string };

/** The remote, for the job that writes. It never forces and runs nothing of the repository. */
export interface Publisher {
  /** Makes one commit of the patch on the branch as it is now and pushes it once; a branch that moved is merged three-way. */
  push(order: CommitOrder): Promise<PushEnd>;
}

export interface PullRequest {
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'closed';
  readonly createdAt: string;
}

export type OpenEnd =
  | { readonly kind: 'opened'; readonly pullRequest: PullRequest }
  /** The repository's setting forbids it. */
  | { readonly kind: 'not-permitted' };

/** Pull requests of the repository. */
export interface Proposals {
  /** The newest pull request from a branch of this repository. */
  findByHead(branch: string): Promise<PullRequest | undefined>;
  branchesStartingWith(prefix: string): Promise<readonly string[]>;
  open(order: {
    readonly branch: string;
    readonly base: string;
    readonly title: string;
    readonly body: string;
    readonly draft: boolean;
  }): Promise<OpenEnd>;
}
