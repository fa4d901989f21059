import type { PullThread } from '../bodies/pull-body.ts';
import { type Hosted, timestamp } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { unprocessable } from '../refusal.ts';
import { carryComments } from './carry-comments.ts';
import type { Review, ReviewComment, ReviewState } from './review.ts';
import { announceReview, announceReviewComment } from './review-events.ts';
import type { Place } from './subject.ts';
import type { Verdict } from './verdict.ts';

/** A comment that a review brings with it. */
export interface NewComment extends Place, Pick<ReviewComment, 'commit' | 'originalCommit'> {
  readonly body: string;
  /** The comment that it answers. */
  readonly root: number | undefined;
}

export interface NewReview {
  readonly body: string;
  readonly commit: string;
  readonly comments: readonly NewComment[];
}

const states: Readonly<Record<Verdict, ReviewState>> = {
  COMMENT: 'COMMENTED',
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
};

/** Begins a review that only its author sees. */
export async function beginReview(hosted: Hosted, by: SignedIn, thread: PullThread, parts: NewReview) {
  if (pendingReview(hosted, by, thread) !== undefined)
    throw unprocessable('User can only have one pending review per pull request');
  const review: Review = {
    id: hosted.nextId(),
    thread: thread.number,
    author: by.account.login,
    body: parts.body,
    state: 'PENDING',
    commit: parts.commit,
    submittedAt: null,
    editor: null,
    lastEditedAt: null,
    reactions: [],
  };
  hosted.reviews.push(review);
  const comments = parts.comments.map((comment) => addComment(hosted, by, review, comment));
  // Somebody may comment on a commit that is not the head any more.
  await carryComments(hosted, thread);
  return { review, comments };
}

/** What somebody began to write, and has not submitted. */
export function pendingReview(hosted: Hosted, { account }: SignedIn, thread: PullThread): Review | undefined {
  return hosted.reviews.find(
    (one) => one.thread === thread.number && one.state === 'PENDING' && one.author === account.login,
  );
}

function addComment(hosted: Hosted, by: SignedIn, review: Review, comment: NewComment): ReviewComment {
  const at = timestamp(hosted.now());
  const added: ReviewComment = {
    ...comment,
    id: hosted.nextId(),
    review: review.id,
    thread: review.thread,
    author: by.account.login,
    createdAt: at,
    updatedAt: at,
    editor: null,
    lastEditedAt: null,
    reactions: [],
  };
  hosted.reviewComments.push(added);
  return added;
}

/** Publishes a review: one event for it, and one for each of its comments. */
export async function submitReview(
  hosted: Hosted,
  by: SignedIn,
  { thread, review }: { readonly thread: PullThread; readonly review: Review },
  verdict: Verdict,
): Promise<void> {
  review.state = states[verdict];
  review.submittedAt = timestamp(hosted.now());
  thread.updatedAt = review.submittedAt;
  thread.pull.requestedReviewers = thread.pull.requestedReviewers.filter((login) => login !== review.author);
  // A comment that waited for its review tells when it was written, and was changed when it was published.
  for (const comment of commentsOf(hosted, review)) comment.updatedAt = review.submittedAt;
  await announceReview(hosted, by, { thread, review }, 'submitted');
  for (const comment of commentsOf(hosted, review))
    await announceReviewComment(hosted, by, { thread, comment }, 'created');
}

/** The comments that a review brought, oldest first. */
export function commentsOf(hosted: Hosted, review: Review): readonly ReviewComment[] {
  return hosted.reviewComments.filter((comment) => comment.review === review.id);
}
