import type { PullThread } from '../bodies/pull-body.ts';
import { reviewBody, reviewCommentBody } from '../bodies/review-body.ts';
import { nodeId } from '../hosted.ts';
import { isPull } from '../pull-diff.ts';
import type { Review, ReviewComment } from '../review/review.ts';
import { isSeenBy } from '../routes/review-lookup.ts';
import type { Asking, Served } from './asking.ts';
import { connection } from './connection.ts';
import { reactionGroups } from './reaction-groups.ts';
import { repositoryNode } from './repository-node.ts';
import { textFields } from './text-fields.ts';
import { threadNode } from './thread-node.ts';

/** The reviews of a pull request that who asks can see. */
export function seenReviews({ hosted, by }: Asking, { number }: PullThread): readonly Review[] {
  return hosted.reviews.filter((one) => one.thread === number && isSeenBy(one, by));
}

/** A review. GraphQL has it when it was submitted, or not at all. */
export function reviewNode(asking: Asking, review: Review): Served {
  const { hosted } = asking;
  const at = review.submittedAt ?? '';
  const text = { ...review, createdAt: at, updatedAt: review.lastEditedAt ?? at };
  return {
    ...textFields(asking, text, reviewBody(hosted, review)),
    __typename: 'PullRequestReview',
    state: review.state,
    submittedAt: review.submittedAt,
    pullRequest: () => pullOf(asking, review.thread),
    repository: () => repositoryNode(asking),
    reactionGroups: reactionGroups(asking, review.reactions),
    comments: connection(
      'comments',
      hosted.reviewComments.filter((comment) => comment.review === review.id),
      (comment) => reviewCommentNode(asking, comment),
    ),
  };
}

/** A comment on the diff. */
export function reviewCommentNode(asking: Asking, comment: ReviewComment): Served {
  const { hosted } = asking;
  const { subject } = comment;
  const review = hosted.reviews.find((one) => one.id === comment.review);
  const root = hosted.reviewComments.find((one) => one.id === comment.root);
  return {
    ...textFields(asking, comment, reviewCommentBody(hosted, comment)),
    __typename: 'PullRequestReviewComment',
    path: comment.path,
    diffHunk: comment.diffHunk,
    line: subject.kind === 'line' ? (subject.now?.line ?? null) : null,
    originalLine: subject.kind === 'line' ? subject.original.line : null,
    outdated: subject.kind === 'line' && subject.now === undefined,
    subjectType: subject.kind.toUpperCase(),
    state: review?.state === 'PENDING' ? 'PENDING' : 'SUBMITTED',
    isMinimized: false,
    minimizedReason: null,
    replyTo: root === undefined ? null : () => reviewCommentNode(asking, root),
    pullRequest: () => pullOf(asking, comment.thread),
    pullRequestReview: () => (review === undefined ? null : reviewNode(asking, review)),
    repository: () => repositoryNode(asking),
    reactionGroups: reactionGroups(asking, comment.reactions),
  };
}

/** A comment on the diff with its answers. */
export interface ReviewThread {
  readonly root: ReviewComment;
  readonly comments: readonly ReviewComment[];
}

/** The threads of a pull request that who asks can see, in the order in which they began. */
export function reviewThreadsOf(asking: Asking, pull: PullThread): readonly ReviewThread[] {
  const seen = new Set(seenReviews(asking, pull).map(({ id }) => id));
  const comments = asking.hosted.reviewComments.filter((one) => one.thread === pull.number && seen.has(one.review));
  return comments
    .filter(({ root }) => root === undefined)
    .map((root) => ({ root, comments: comments.filter((one) => one === root || one.root === root.id) }));
}

/** A thread on the diff. Nothing in the lab resolves one. */
export function reviewThreadNode(asking: Asking, { root, comments }: ReviewThread): Served {
  const { subject } = root;
  const [original, now] = subject.kind === 'line' ? [subject.original, subject.now] : [undefined, undefined];
  return {
    __typename: 'PullRequestReviewThread',
    id: nodeId('PRRT', root.id),
    path: root.path,
    line: now?.line ?? null,
    originalLine: original?.line ?? null,
    startLine: now?.start?.line ?? null,
    diffSide: original?.side ?? 'RIGHT',
    subjectType: subject.kind.toUpperCase(),
    isResolved: false,
    isCollapsed: false,
    isOutdated: subject.kind === 'line' && now === undefined,
    resolvedBy: null,
    pullRequest: () => pullOf(asking, root.thread),
    repository: () => repositoryNode(asking),
    comments: connection('comments', comments, (comment) => reviewCommentNode(asking, comment)),
  };
}

function pullOf(asking: Asking, number: number): Served | null {
  const thread = asking.hosted.threads.find((one) => one.number === number);
  return thread !== undefined && isPull(thread) ? threadNode(asking, thread) : null;
}
