import type { FailureCode } from '../failure/catalogue.ts';
import { Failure } from '../failure/failure.ts';
import { appliedBranchesOf } from '../fork/applied-branch.ts';
import type { ForkHead } from '../fork/fork-head.ts';
import type { WorkingTree } from '../proposal/ports.ts';
import { texts } from '../reply/texts.ts';
import type { RequestId } from '../request/request.ts';
import { carryUnpublished } from './carry.ts';
import { refuseAll } from './refusal.ts';
import type { RestoreOrder, RestorePorts } from './restore-order.ts';
import type { ThreadState } from './thread-state.ts';

/** Puts the workspace on the thread's branch as it is now, with what an earlier run did not publish. */
export async function placeWorkspace(
  ports: RestorePorts,
  order: RestoreOrder,
  state: ThreadState,
  pending: readonly RequestId[],
): Promise<ThreadState> {
  const placed = await placeOnBranch(ports.tree, order, state);
  if (!placed.workspace) {
    const refusals = refuseAll(state.open, ...goneText(order));
    const told = { ...state, open: [], refusals: [...state.refusals, ...refusals] };
    const carried = await carryUnpublished(ports, told, { pending, branch: 'gone' });
    return carried ? { ...told, carried } : told;
  }
  const ready = { ...state, workspace: placed.workspace };
  const carried = await carryUnpublished(ports, ready, { pending, branch: 'there' });
  if (!carried) return ready;
  // With the change in the files, nothing of what was made before is missing.
  const workspace = carried.applied ? { ...ready.workspace, note: undefined } : ready.workspace;
  return { ...ready, workspace, carried };
}

function goneText({ branch, fork }: RestoreOrder): readonly [text: string, code: FailureCode] {
  if (!fork) return [texts.branchGone(branch), 'branch-gone'];
  return [texts.forkHeadChanged(`the commit ${fork.sha} of the fork is gone`), 'fork-head-changed'];
}

async function placeOnBranch(
  tree: WorkingTree,
  order: RestoreOrder,
  { ledger }: ThreadState,
): Promise<{ readonly workspace: ThreadState['workspace'] | undefined }> {
  const { thread, branch, base, fork } = order;
  if (fork) return placeOnFork(tree, order, fork);
  const own = thread.kind === 'pr' ? branch : ledger.settings.branch;
  const onOwn = own === undefined ? undefined : await tree.checkOut(own, base);
  if (onOwn !== undefined) {
    const instructions = await tree.instructionsOf(base);
    return { workspace: { base: onOwn, baseBranch: base, headBranch: branch, note: undefined, instructions } };
  }
  if (thread.kind === 'pr') return { workspace: undefined };
  const onBase = await tree.checkOut(base);
  if (onBase === undefined) {
    throw new Failure('repository-empty', {
      what: `The repository has no branch "${base}" with a commit.`,
      fix: 'Push a first commit, then ask again.',
    });
  }
  const note = own === undefined ? undefined : texts.branchWasDeleted(own, base);
  const instructions = await tree.instructionsOf(base);
  return { workspace: { base: onBase, baseBranch: base, headBranch: branch, note, instructions } };
}

/** The change of the run is recorded against nothing: there may be none. */
async function placeOnFork(
  tree: WorkingTree,
  { thread, base, branchTemplate }: RestoreOrder,
  { sha }: ForkHead,
): Promise<{ readonly workspace: ThreadState['workspace'] | undefined }> {
  const leftOut = await tree.checkOutUntrusted({ sha, base });
  if (!leftOut) return { workspace: undefined };
  const note = leftOut.length === 0 ? undefined : texts.forkLeftOut(base, leftOut);
  const headBranch = `${appliedBranchesOf(branchTemplate, thread)}patch`;
  return { workspace: { base: '', baseBranch: base, headBranch, note } };
}
