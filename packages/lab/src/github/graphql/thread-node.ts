import { issueBody } from '../bodies/issue-body.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import { nodeId } from '../hosted.ts';
import { needs } from '../permissions.ts';
import { isPull } from '../pull-diff.ts';
import type { Label, Thread } from '../thread.ts';
import { userNode } from './actor-node.ts';
import { type Asking, admitReading, type Served } from './asking.ts';
import { commentNode } from './comment-node.ts';
import { connection, type PageArguments } from './connection.ts';
import { linkedBranchesOf, linkedBranchNode } from './linked-branch-node.ts';
import { reactionGroups } from './reaction-groups.ts';
import { branchRef, repositoryNode } from './repository-node.ts';
import { reviewNode, reviewThreadNode, reviewThreadsOf, seenReviews } from './review-node.ts';
import { textFields } from './text-fields.ts';

/** An issue or a pull request. Whoever gets it may read it. */
export function threadNode(asking: Asking, thread: Thread): Served {
  return isPull(thread) ? pullNode(asking, thread) : issueNode(asking, thread);
}

function issueNode(asking: Asking, thread: Thread): Served {
  return {
    ...commonFields(asking, thread),
    __typename: 'Issue',
    state: thread.state.toUpperCase(),
    stateReason: thread.stateReason?.toUpperCase() ?? null,
    issueType: thread.type === null ? null : { name: thread.type },
    linkedBranches: async (page: PageArguments) => {
      admitReading(asking, needs.readContents);
      const branches = await linkedBranchesOf(asking.hosted, thread);
      return connection('linkedBranches', branches, (one) => linkedBranchNode(asking, one))(page);
    },
  };
}

function pullNode(asking: Asking, thread: PullThread): Served {
  const { pull } = thread;
  return {
    ...commonFields(asking, thread),
    __typename: 'PullRequest',
    state: pull.merged === undefined ? thread.state.toUpperCase() : 'MERGED',
    isDraft: pull.draft,
    merged: pull.merged !== undefined,
    mergedAt: pull.merged?.at ?? null,
    isCrossRepository: pull.fork !== undefined,
    headRefName: pull.headBranch,
    headRefOid: pull.headSha,
    headRef: () => (pull.fork ? null : branchRef(asking, pull.headBranch)),
    baseRefName: pull.baseBranch,
    baseRefOid: pull.baseSha,
    baseRef: () => branchRef(asking, pull.baseBranch),
    headRepository: () => (pull.fork ? null : repositoryNode(asking)),
    reviews: (page: PageArguments & { readonly states?: readonly string[] | null }) => {
      admitReading(asking, needs.readPulls);
      const { states } = page;
      const reviews = seenReviews(asking, thread).filter(({ state }) => states?.includes(state) ?? true);
      return connection('reviews', reviews, (review) => reviewNode(asking, review))(page);
    },
    reviewThreads: (page: PageArguments) => {
      admitReading(asking, needs.readPulls);
      return connection('reviewThreads', reviewThreadsOf(asking, thread), (one) => reviewThreadNode(asking, one))(page);
    },
  };
}

function commonFields(asking: Asking, thread: Thread): Served {
  const { hosted } = asking;
  return {
    ...textFields(asking, thread, issueBody(hosted, thread)),
    number: thread.number,
    title: thread.title,
    closed: thread.state === 'closed',
    closedAt: thread.closedAt,
    locked: thread.locked,
    activeLockReason: thread.lockReason?.toUpperCase().replaceAll(/[ -]/g, '_') ?? null,
    repository: () => repositoryNode(asking),
    reactionGroups: reactionGroups(asking, thread.reactions),
    labels: connection(
      'labels',
      hosted.labels.filter(({ name }) => thread.labels.includes(name)),
      labelNode,
    ),
    assignees: connection('assignees', thread.assignees, (login) => userNode(asking, login)),
    comments: connection(
      'comments',
      hosted.comments.filter((comment) => comment.thread === thread.number),
      (comment) => commentNode(asking, { thread, comment }),
    ),
  };
}

function labelNode({ id, name, color, description }: Label): Served {
  return { __typename: 'Label', id: nodeId('LA', id), name, color, description };
}
