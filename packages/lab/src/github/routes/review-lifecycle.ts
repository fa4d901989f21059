import type { Api } from '../api.ts';
import { reviewBody } from '../bodies/review-body.ts';
import type { Hosted } from '../hosted.ts';
import { admitSignedIn, needs } from '../permissions.ts';
import { Refusal, unprocessable } from '../refusal.ts';
import { conversationText, readFields, requiredText } from '../request-fields.ts';
import { announceReview } from '../review/review-events.ts';
import { refuseVerdict, verdictOf } from '../review/verdict.ts';
import { commentsOf, submitReview } from '../review/write-review.ts';
import { findReview } from './review-lookup.ts';

const resource = 'PullRequestReview';

/** What becomes of a review: a pending one is submitted or thrown away, a verdict is dismissed. */
export function reviewLifecycleRoutes(api: Api, hosted: Hosted): void {
  api.post('/pulls/:number/reviews/:id/events', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.openPulls);
    const { thread, review } = await findReview(hosted, c);
    if (review.state !== 'PENDING') throw unprocessable('Could not submit a review that is not pending.');
    const fields = await readFields(c);
    const verdict = verdictOf(fields);
    if (verdict === undefined) throw new Refusal(422, 'Invalid request.\n\n"event" wasn\'t supplied.');
    const body = conversationText(resource, fields.text('body') ?? review.body);
    refuseVerdict(hosted, by, thread, { verdict, body, comments: commentsOf(hosted, review).length });
    review.body = body;
    await submitReview(hosted, by, { thread, review }, verdict);
    return c.json(reviewBody(hosted, review));
  });

  api.delete('/pulls/:number/reviews/:id', async (c) => {
    admitSignedIn(hosted, c.var.identity, needs.openPulls);
    const { review } = await findReview(hosted, c);
    if (review.state !== 'PENDING') throw unprocessable('Can not delete a non-pending pull request review');
    hosted.reviews = hosted.reviews.filter((one) => one !== review);
    hosted.reviewComments = hosted.reviewComments.filter((one) => one.review !== review.id);
    return c.json(reviewBody(hosted, review));
  });

  api.put('/pulls/:number/reviews/:id/dismissals', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.managePulls);
    const found = await findReview(hosted, c);
    requiredText(await readFields(c), resource, 'message');
    if (found.review.state !== 'APPROVED' && found.review.state !== 'CHANGES_REQUESTED')
      throw unprocessable(`Can not dismiss a ${found.review.state.toLowerCase()} pull request review`);
    found.review.state = 'DISMISSED';
    await announceReview(hosted, by, found, 'dismissed');
    return c.json(reviewBody(hosted, found.review));
  });
}
