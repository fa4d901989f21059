import { type PullThread, pullListBody } from '../bodies/pull-body.ts';
import { reviewCommentBody, reviewEventBody } from '../bodies/review-body.ts';
import { announce } from '../events.ts';
import type { Hosted } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { pullDiff } from '../pull-diff.ts';
import type { Review, ReviewComment } from './review.ts';

type Details = Readonly<Record<string, unknown>>;

/** Says that a review was submitted, changed or dismissed. */
export function announceReview(
  hosted: Hosted,
  by: SignedIn,
  { thread, review }: { readonly thread: PullThread; readonly review: Review },
  action: 'submitted' | 'edited' | 'dismissed',
  details: Details = {},
): Promise<void> {
  const payload = { action, review: reviewEventBody(hosted, review), ...details };
  return announceOnMerge(hosted, by, thread, 'pull_request_review', payload);
}

/** Says that a comment on the diff was made, changed or taken away. */
export function announceReviewComment(
  hosted: Hosted,
  by: SignedIn,
  { thread, comment }: { readonly thread: PullThread; readonly comment: ReviewComment },
  action: 'created' | 'edited' | 'deleted',
  details: Details = {},
): Promise<void> {
  const payload = { action, comment: reviewCommentBody(hosted, comment), ...details };
  return announceOnMerge(hosted, by, thread, 'pull_request_review_comment', payload);
}

/** Runs of these events take the workflow file from the merge commit; where the branches conflict there is none. */
async function announceOnMerge(hosted: Hosted, by: SignedIn, thread: PullThread, name: string, payload: Details) {
  const { testMerge } = await pullDiff(hosted, thread);
  if (testMerge === null) return;
  await announce(hosted, by, {
    name,
    payload: { ...payload, pull_request: pullListBody(hosted, thread, testMerge) },
    ref: `refs/pull/${thread.number}/merge`,
    sha: testMerge,
  });
}
