import { branchPrefix, branchSummary } from '../proposal/branch-name.ts';
import type { Thread } from '../thread/thread.ts';

/** How branches begin that hold what was applied to a fork's commit: `codex/pr-`, where threads have `codex/issue-`. */
export function appliedPrefix(prefix: string): string {
  return `${prefix.slice(0, prefix.lastIndexOf('/') + 1) || prefix}pr-`;
}

/** How the branches of one pull request from a fork begin. */
export function appliedBranchesOf(template: string, { number }: Pick<Thread, 'number'>): string {
  return `${appliedPrefix(branchPrefix(template))}${number}/`;
}

/** The branch of one patch. Another patch for the same pull request has another one. */
export function appliedBranch(
  beginning: string,
  { title, digest }: { readonly title: string; readonly digest: string },
): string {
  return `${beginning}${branchSummary(title)}-${digest.slice(0, 7)}`;
}
