import { branchTip } from '../../git-host/refs.ts';
import { type Hosted, nodeId } from '../hosted.ts';
import type { LinkedBranch } from '../linked-branch.ts';
import type { Thread } from '../thread.ts';
import type { Asking, Served } from './asking.ts';
import { branchRef } from './repository-node.ts';

/** The branches in an issue's Development panel; the link goes with the branch. */
export async function linkedBranchesOf(hosted: Hosted, thread: Thread): Promise<readonly LinkedBranch[]> {
  const linked = hosted.linkedBranches.filter((one) => one.thread === thread.number);
  const tips = await Promise.all(linked.map(({ branch }) => branchTip(hosted.git, branch)));
  return linked.filter((_, at) => tips[at] !== undefined);
}

/** A branch that was made for an issue. */
export function linkedBranchNode(asking: Asking, { id, branch }: LinkedBranch): Served {
  return { __typename: 'LinkedBranch', id: nodeId('LB', id), ref: () => branchRef(asking, branch) };
}
