import { branchTip, isAncestor } from '../git-host/refs.ts';
import type { PullThread } from './bodies/pull-body.ts';
import type { Hosted } from './hosted.ts';
import { isPull } from './pull-diff.ts';
import { invalid } from './refusal.ts';

/** Refuses to open a pull request again that was merged, whose branch is gone or begun anew, or that has a successor. */
export async function refuseReopening(hosted: Hosted, thread: PullThread): Promise<void> {
  if (thread.state === 'open') return;
  const reason = await reasonAgainst(hosted, thread);
  if (reason === undefined) return;
  const message = `state cannot be changed. ${reason}`;
  throw invalid({ resource: 'PullRequest', field: 'state', code: 'custom', message });
}

async function reasonAgainst(hosted: Hosted, { pull }: PullThread): Promise<string | undefined> {
  const { headBranch, headSha, baseBranch, merged, fork } = pull;
  if (merged !== undefined) return 'The pull request cannot be reopened.';
  const [head, base] = await Promise.all([
    fork ? headSha : branchTip(hosted.git, headBranch),
    branchTip(hosted.git, baseBranch),
  ]);
  if (head === undefined) return `The ${headBranch} branch has been deleted.`;
  if (base === undefined) return `The ${baseBranch} branch has been deleted.`;
  if (!(await isAncestor(hosted.git, headSha, head))) return `The ${headBranch} branch was force-pushed or recreated.`;
  const successor = hosted.threads
    .filter(isPull)
    .filter((one) => one.pull.fork?.id === fork?.id)
    .find((one) => one.state === 'open' && one.pull.headBranch === headBranch && one.pull.baseBranch === baseBranch);
  return successor && `There is already an open pull request (#${successor.number}) from this branch.`;
}
