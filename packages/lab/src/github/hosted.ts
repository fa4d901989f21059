import type { ArtifactTable } from '../artifacts/artifact-table.ts';
import type { SignedLinks } from '../artifacts/signed-links.ts';
import type { BareRepository } from '../git-host/bare-repository.ts';
import type { Engine } from '../run.ts';
import type { Account, Accounts } from './accounts.ts';
import type { App } from './apps.ts';
import type { AttachedFiles } from './attachments/attachments.ts';
import type { Tokens } from './identity.ts';
import type { LinkedBranch } from './linked-branch.ts';
import type { PullDiff } from './pull-diff.ts';
import type { RepositorySettings } from './repository-settings.ts';
import type { Review, ReviewComment } from './review/review.ts';
import type { Comment, Label, Thread, ThreadChange } from './thread.ts';

/** The one repository that the lab hosts: everything that its API knows. */
export interface Hosted {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly private: boolean;
  /** Whether this is GitHub Enterprise Server. */
  readonly isEnterprise: boolean;
  readonly createdAt: string;
  /** Base URLs without a slash at the end; known once the server listens. */
  readonly urls: { api: string; server: string };
  readonly accounts: Accounts;
  readonly tokens: Tokens;
  readonly apps: App[];
  readonly git: BareRepository;
  readonly threads: Thread[];
  /** Oldest first. */
  readonly threadChanges: ThreadChange[];
  comments: Comment[];
  reviews: Review[];
  reviewComments: ReviewComment[];
  labels: Label[];
  linkedBranches: LinkedBranch[];
  /** Commits that GitHub signed, and when. */
  readonly verifiedCommits: Map<string, string>;
  readonly artifacts: ArtifactTable;
  readonly links: SignedLinks;
  /** What people put into their texts besides words. */
  readonly attached: AttachedFiles;
  readonly secrets: Map<string, string>;
  readonly variables: ReadonlyMap<string, string>;
  readonly settings: RepositorySettings;
  /** Commits of other repositories that everybody may read, by repository and ref. */
  readonly elsewhere: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** What changed between two commits never changes: computed once. */
  readonly diffs: Map<string, Promise<PullDiff>>;
  pushedAt: string;
  engine: Engine;
  now(): Date;
  nextId(): number;
}

/** The time as GitHub's API writes it: seconds, in UTC. */
export function timestamp(date: Date): string {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/** A URL of the repository's API. */
export function apiUrl(hosted: Hosted, path = ''): string {
  return `${hosted.urls.api}/repos/${hosted.fullName}${path}`;
}

/** A URL of the repository's pages. */
export function pageUrl(hosted: Hosted, path = ''): string {
  return `${hosted.urls.server}/${hosted.fullName}${path}`;
}

/** The opaque id that GitHub's objects carry beside their number. */
export function nodeId(prefix: string, id: number | string): string {
  return `${prefix}_kwDO${Buffer.from(String(id)).toString('base64url')}`;
}
