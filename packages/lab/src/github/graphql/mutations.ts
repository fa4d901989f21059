import { addReaction } from './add-reaction.ts';
import type { Asking, Served } from './asking.ts';
import { createCommitOnBranch } from './create-commit-on-branch.ts';
import { createLinkedBranch } from './create-linked-branch.ts';
import { deleteIssueComment } from './delete-issue-comment.ts';
import { removeReaction } from './remove-reaction.ts';

/** What can be changed. Each answers with what its caller called it, as all of GitHub's mutations do. */
export function mutations(asking: Asking): Served {
  return {
    addReaction: mutation(asking, addReaction),
    createCommitOnBranch: mutation(asking, createCommitOnBranch),
    createLinkedBranch: mutation(asking, createLinkedBranch),
    deleteIssueComment: mutation(asking, deleteIssueComment),
    removeReaction: mutation(asking, removeReaction),
  };
}

function mutation<Input>(asking: Asking, change: (asking: Asking, input: Input) => Promise<Served>) {
  return async ({ input }: { input: Input & { readonly clientMutationId?: string | null } }): Promise<Served> => ({
    clientMutationId: input.clientMutationId ?? null,
    ...(await change(asking, input)),
  });
}
