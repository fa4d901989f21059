import type { IssueFacts } from './event.ts';
import type { ThreadFilter } from './thread-filter.ts';

/** What the worker needs to know of a pull request's head. */
export interface PullRequestHead {
  readonly number: number;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  /** Full name of the head's repository; undefined when it was deleted. */
  readonly headRepository: string | undefined;
}

export type PullRequestRoute =
  | { readonly kind: 'serve' }
  | { readonly kind: 'ignore'; readonly reason: string }
  | { readonly kind: 'fork'; readonly reason: string };

/** Decides whether a pull request is a thread of the worker: the worker's own, or one that the label marks. */
export function routePullRequest(
  head: PullRequestHead,
  issue: IssueFacts | undefined,
  repository: string,
  filter: ThreadFilter,
): PullRequestRoute {
  const fork = head.headRepository !== repository;
  const ours = !fork && head.headRef.startsWith(filter.branchPrefix);
  const labelled = issue !== undefined && filter.issueLabel !== undefined && issue.labels.includes(filter.issueLabel);
  // A run by hand names the pull request itself.
  const byHand = issue === undefined;
  if (!ours && !labelled && !byHand) {
    return {
      kind: 'ignore',
      reason: `#${head.number} was not made by the worker: its branch "${head.headRef}" does not begin with "${filter.branchPrefix}"`,
    };
  }
  if (fork) return { kind: 'fork', reason: forkReason(head) };
  return { kind: 'serve' };
}

/** Why nothing runs on a pull request whose head is not in the repository. */
export function forkReason({ number, headRepository }: PullRequestHead): string {
  return `#${number} comes from ${headRepository ?? 'a deleted fork'}, and the worker does not run on forks`;
}
