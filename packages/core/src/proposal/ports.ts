import type { OutboxChange } from '../outbox/outbox.ts';
import type { RequestId } from '../request/request.ts';
import type { PullRequestHead } from '../route/pull-request.ts';
import type { PermissionLookup } from '../standing/standing.ts';
import type { Conversation } from '../thread/conversation.ts';
import type { BaseInstructions } from '../turn/base-instructions.ts';
import type { LeftOut } from './left-out.ts';
import type { IsProtected } from './protected-paths.ts';

/** The workspace of a turn. */
export interface WorkingTree {
  /**
   * Puts the tree on a branch as the remote has it now, and fetches the base with it. Answers its commit, undefined when the
   * remote has no such branch.
   */
  checkOut(branch: string, base?: string): Promise<string | undefined>;
  /** What a branch that was checked out, or fetched as its base, tells Codex. */
  instructionsOf(branch: string): Promise<BaseInstructions>;
  /** The digest of what the files tell Codex as they are now; undefined for what no branch can hold. */
  instructionsNow(): Promise<string | undefined>;
  /** The requests that commits of the checked-out branch already answer, from the trailers of the last 100. */
  requestsInHistory(): Promise<readonly RequestId[]>;
  /** Applies a patch to the files without committing it; false leaves the tree as it was. */
  apply(patch: string): Promise<boolean>;
  /**
   * Puts the tree on a commit that a stranger made, without what it tells an agent or git to do: that is the base branch's.
   * Answers the files that are not the stranger's; undefined where the remote has no such commit.
   */
  checkOutUntrusted(head: { readonly sha: string; readonly base: string }): Promise<readonly string[] | undefined>;
  /** A patch as git would write it, if it fits the commit that is checked out. */
  settledPatch(patch: string): Promise<string | undefined>;
  /** Everything that differs from the commit as one binary patch; undefined when nothing does. */
  changesSince(base: string): Promise<string | undefined>;
  /** Makes the files those of the commit, with a patch of `changesSince` on it. What git ignores stays. */
  putBack(base: string, patch: string | undefined): Promise<void>;
  /** Takes the newest commit of the branch that names one of the requests out of the files, without committing that. */
  revert(requests: readonly RequestId[]): Promise<RevertEnd>;
}

export type RevertEnd =
  /** `requests` is all that the commit names. */
  | { readonly kind: 'reverted'; readonly commit: string; readonly requests: readonly RequestId[] }
  /** What came after it does not go without it; the files are as they were. */
  | { readonly kind: 'conflicts'; readonly detail: string }
  /** No commit names them. */
  | { readonly kind: 'nothing' };

export interface CommitOrder extends Pick<OutboxChange, 'base' | 'patch' | 'requests'> {
  readonly branch: string;
  /** The branch that the thread's branch starts from when the remote does not have it. */
  readonly startsFrom: string;
  /** The commit of a fork that it starts with instead. Refused where that has workflow files other than `startsFrom`. */
  readonly startsAt?: string;
  readonly message: string;
  readonly isProtected?: IsProtected | undefined;
  /** Called once where the remote has no such branch, with the commit that it starts from. Answers whether it made the branch there. */
  readonly makeBranch?: (startsAt: string) => Promise<boolean>;
}

export type PushEnd =
  | {
      readonly kind: 'pushed';
      readonly sha: string;
      readonly leftOut: readonly LeftOut[];
      /** What was left out, as a patch that goes on top of the commit. */
      readonly leftOutPatch: string | undefined;
      readonly template: string | undefined;
    }
  /** A commit with these requests is on the branch already. */
  | { readonly kind: 'already-there'; readonly sha: string; readonly template: string | undefined }
  /** Nothing remained to be committed once the paths that may not be pushed were left out. */
  | { readonly kind: 'nothing'; readonly leftOut: readonly LeftOut[]; readonly leftOutPatch: string | undefined }
  | { readonly kind: 'conflicts'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string };

/** Keeps a patch in the run for whoever wants it. Answers its address. */
export type Attach = (patch: string) => Promise<string>;

/** A branch as the remote has it. */
export interface BranchState {
  readonly sha: string;
  /** First lines of the worker's own commits that the base does not have, oldest first. */
  readonly subjects: readonly string[];
  /** The text that the repository wants in its pull requests. */
  readonly template: string | undefined;
}

/** The remote, for the job that writes. It never forces and runs nothing of the repository. */
export interface Publisher {
  /** Makes one commit of the patch on the branch as it is now and pushes it once; a branch that moved is merged three-way. */
  push(order: CommitOrder): Promise<PushEnd>;
  /** What is on a branch; undefined when the remote does not have it. */
  look(branch: string, base: string): Promise<BranchState | undefined>;
}

/** What becomes of a file in a commit. */
export type FileChange =
  | { readonly kind: 'put'; readonly path: string; readonly mode: string; readonly bytes: Uint8Array }
  | { readonly kind: 'delete'; readonly path: string };

export interface SignedCommit {
  readonly branch: string;
  /** Whether the remote has the branch, at the parent. */
  readonly isThere: boolean;
  readonly parent: string;
  readonly parentTree: string;
  /** The tree that git made of the changes: GitHub's must be the same. */
  readonly tree: string;
  readonly changes: readonly FileChange[];
  readonly message: string;
}

export type LandEnd =
  | { readonly kind: 'landed'; readonly sha: string }
  /** Somebody else pushed meanwhile. */
  | { readonly kind: 'moved' }
  | { readonly kind: 'refused'; readonly detail: string };

/** Commits that GitHub makes and signs. */
export interface CommitSigner {
  /** Makes the commit and moves the branch to it, fast-forward only; a commit that is not verified never gets there. */
  land(commit: SignedCommit): Promise<LandEnd>;
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
  | { readonly kind: 'not-permitted' }
  /** GitHub takes no such pull request, as a draft in a plan without drafts: its reason. */
  | { readonly kind: 'refused'; readonly why: string }
  /** The branch has nothing that the base does not have. */
  | { readonly kind: 'no-commits' };

/** Something beside a pull request that GitHub refused, with its reason. The pull request stays. */
export interface Refused {
  readonly kind: 'labels' | 'reviewers';
  readonly names: readonly string[];
  readonly why: string;
}

/** What a pull request is given once it is open. */
export interface Extras {
  readonly labels: readonly string[];
  /** Logins, and teams as `org/team`. */
  readonly reviewers: readonly string[];
}

export type LinkEnd =
  /** The branch was made, and stands in the issue's Development panel. */
  { readonly kind: 'linked' } | { readonly kind: 'not-linked'; readonly why: string };

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
  /** Puts labels on a pull request and asks for reviews. Answers what GitHub refused; to repeat it changes nothing. */
  equip(pullRequest: number, extras: Extras): Promise<readonly Refused[]>;
  /** Makes a branch at a commit, linked to an issue. A branch that exists cannot be linked. */
  link(order: { readonly issue: number; readonly branch: string; readonly startsAt: string }): Promise<LinkEnd>;
}

/** What the publisher asks GitHub rather than believe the agent's job. */
export interface PublishQuestions extends PermissionLookup {
  /** Where a pull request's commits come from; undefined when there is no such pull request. */
  pullRequestHead(number: number): Promise<PullRequestHead | undefined>;
  readonly conversation: Pick<Conversation, 'request' | 'newestComments'>;
}
