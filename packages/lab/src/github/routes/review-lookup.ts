import { type ApiContext, numberParam } from '../api.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import type { Hosted } from '../hosted.ts';
import type { Identity } from '../identity.ts';
import { notFound } from '../refusal.ts';
import type { Review } from '../review/review.ts';
import { findPull } from './thread-lookup.ts';

/** A review, and its pull request. */
export interface FoundReview {
  readonly thread: PullThread;
  readonly review: Review;
}

/** The review that a path names. */
export async function findReview(hosted: Hosted, c: ApiContext): Promise<FoundReview> {
  const thread = await findPull(hosted, numberParam(c, 'number'));
  const review = hosted.reviews.find((one) => one.id === numberParam(c, 'id') && one.thread === thread.number);
  if (review === undefined || !isSeenBy(review, c.var.identity)) throw notFound();
  return { thread, review };
}

/** Whether somebody sees a review: a pending one is its author's alone. */
export function isSeenBy(review: Review, identity: Identity): boolean {
  return review.state !== 'PENDING' || (identity.kind !== 'anonymous' && identity.account.login === review.author);
}
