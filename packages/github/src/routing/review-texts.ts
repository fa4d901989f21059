import { normaliseText, type ReviewTexts, type Thread } from '@codex-worker/core';
import { absentWhen } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';

/** What a review and its comments say; undefined when it was deleted. */
export async function reviewTexts(client: GitHubClient, thread: Thread, id: number): Promise<ReviewTexts | undefined> {
  const where = { ...client.repository, pull_number: thread.number, review_id: id };
  const review = await absentWhen(
    [404],
    client.call((octokit) => octokit.rest.pulls.getReview(where)),
  );
  if (!review) return undefined;
  const comments = await client.call((octokit) =>
    octokit.paginate(octokit.rest.pulls.listCommentsForReview, { ...where, per_page: 100 }),
  );
  return {
    text: normaliseText(review.data.body),
    comments: comments.map(({ body }) => normaliseText(body)),
  };
}
