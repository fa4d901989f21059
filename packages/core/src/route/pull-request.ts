import { appliedPrefix } from '../fork/applied-branch.ts';
import type { IssueFacts } from './event.ts';
import { hasLabel, type ThreadFilter } from './thread-filter.ts';

/** What the worker needs to know of a pull request's head. */
export interface PullRequestHead {
  readonly number: number;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  /** Full name of the head's repository; undefined when it was deleted. */
  readonly headRepository: string | undefined;
  /** When anything was last pushed to that repository, ISO 8601. */
  readonly pushedAt: string | undefined;
}

export type PullRequestRoute =
  | { readonly kind: 'serve' }
  | { readonly kind: 'ignore'; readonly reason: string }
  /** Its head is a stranger's. `meant`: the label, a run by hand or the text itself says that the worker is. */
  | { readonly kind: 'fork'; readonly reason: string; readonly meant: boolean };

/** What of a request tells whether a pull request is meant to be the worker's. */
export interface PullRequestAsking {
  /** Undefined for a run by hand, which names the pull request itself. */
  readonly issue: IssueFacts | undefined;
  /** Whether the text names the worker, by a word of `/codex` or by its mention. */
  readonly addressed: boolean;
  /** Whether nothing but the mention asks here, so that whoever names the worker wants it in this pull request. */
  readonly byMention: boolean;
}

/** Decides whether a pull request is a thread of the worker: the worker's own, one that the label marks, or where it is named. */
export function routePullRequest(
  head: PullRequestHead,
  { issue, addressed, byMention }: PullRequestAsking,
  repository: string,
  filter: ThreadFilter,
): PullRequestRoute {
  const fork = !isOfRepository(head, repository);
  const labelled = issue !== undefined && hasLabel(issue, filter.issueLabel);
  const byHand = issue === undefined;
  if (fork) return { kind: 'fork', reason: forkReason(head), meant: labelled || byHand || addressed };
  if (labelled || byHand || byMention || isWorkersBranch(head.headRef, filter)) return { kind: 'serve' };
  return {
    kind: 'ignore',
    reason: `#${head.number} was not made by the worker: its branch "${head.headRef}" does not begin with "${filter.branchPrefix}"`,
  };
}

/** Whether the head is a branch of this very repository, where only people with write access can push. */
export function isOfRepository({ headRepository }: PullRequestHead, repository: string): boolean {
  return headRepository?.toLowerCase() === repository.toLowerCase();
}

const isWorkersBranch = (branch: string, { branchPrefix }: ThreadFilter): boolean =>
  branch.startsWith(branchPrefix) || branch.startsWith(appliedPrefix(branchPrefix));

/** Why nothing runs on a pull request whose head is not in the repository. */
export function forkReason({ number, headRepository }: PullRequestHead): string {
  return `#${number} comes from ${headRepository ?? 'a deleted fork'}, and the worker does not run on forks`;
}
