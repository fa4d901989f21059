import { type Api, numberParam } from '../api.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import { reviewBody, reviewCommentBody } from '../bodies/review-body.ts';
import { noteEdit } from '../edits.ts';
import type { Hosted } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { paginate } from '../pages.ts';
import { admit, admitSignedIn, fulfils, needs } from '../permissions.ts';
import { needsAdmin, unprocessable } from '../refusal.ts';
import { conversationText, type Fields, permitOnly, readFields, requiredText } from '../request-fields.ts';
import { announceReview } from '../review/review-events.ts';
import { filesAt, placeOf } from '../review/subject.ts';
import { refuseVerdict, verdictOf } from '../review/verdict.ts';
import { beginReview, commentsOf, type NewComment, submitReview } from '../review/write-review.ts';
import { reviewLifecycleRoutes } from './review-lifecycle.ts';
import { type FoundReview, findReview, isSeenBy } from './review-lookup.ts';
import { findPull } from './thread-lookup.ts';

const resource = 'PullRequestReview';

/** Reviews of a pull request: list, write, read, change, submit, dismiss. */
export function reviewRoutes(api: Api, hosted: Hosted): void {
  api.get('/pulls/:number/reviews', async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    const { number } = await findPull(hosted, numberParam(c, 'number'));
    const seen = hosted.reviews.filter((one) => one.thread === number && isSeenBy(one, c.var.identity));
    return c.json(paginate(c, seen).map((review) => reviewBody(hosted, review)));
  });

  api.post('/pulls/:number/reviews', async (c) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.openPulls);
    const thread = await findPull(hosted, numberParam(c, 'number'));
    const fields = await readFields(c);
    permitOnly(fields, ['commit_id', 'body', 'event', 'comments']);
    const verdict = verdictOf(fields);
    const body = conversationText(resource, fields.text('body') ?? '');
    const commit = fields.text('commit_id') ?? thread.pull.headSha;
    const comments = await newComments(hosted, thread, commit, fields.list('comments'));
    refuseVerdict(hosted, by, thread, { verdict, body, comments: comments.length });
    const { review } = await beginReview(hosted, by, thread, { body, commit, comments });
    if (verdict !== undefined) await submitReview(hosted, by, { thread, review }, verdict);
    return c.json(reviewBody(hosted, review));
  });

  api.get('/pulls/:number/reviews/:id', async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    return c.json(reviewBody(hosted, (await findReview(hosted, c)).review));
  });

  api.get('/pulls/:number/reviews/:id/comments', async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    const { review } = await findReview(hosted, c);
    return c.json(paginate(c, commentsOf(hosted, review)).map((comment) => reviewCommentBody(hosted, comment)));
  });

  api.put('/pulls/:number/reviews/:id', async (c) => {
    const found = await findReview(hosted, c);
    const by = admitSignedIn(hosted, c.var.identity, needs.openPulls);
    if (found.review.author !== by.account.login && !fulfils(hosted, by, needs.managePulls)) throw needsAdmin();
    const body = conversationText(resource, requiredText(await readFields(c), resource, 'body'));
    await changeText(hosted, by, found, body);
    return c.json(reviewBody(hosted, found.review));
  });

  reviewLifecycleRoutes(api, hosted);
}

const commentFields = ['path', 'body', 'position', 'line', 'side', 'start_line', 'start_side'];

/** All or nothing: one comment that is not on the diff refuses the whole review, and GitHub does not say which. */
async function newComments(
  hosted: Hosted,
  thread: PullThread,
  commit: string,
  drafts: readonly Fields[],
): Promise<readonly NewComment[]> {
  const files = await filesAt(hosted, thread, commit);
  if (files === undefined) throw unprocessable('The commit is not part of the pull request');
  return drafts.map((draft) => {
    permitOnly(draft, commentFields);
    const body = conversationText(resource, requiredText(draft, resource, 'body'));
    requiredText(draft, resource, 'path');
    const place = placeOf(files, draft);
    if (typeof place === 'string') throw unprocessable(complaints[place]);
    return { ...place, body, root: undefined, commit, originalCommit: commit };
  });
}

const blank = "Pull request review thread diff hunk can't be blank";
const complaints = {
  path: `Pull request review thread path is invalid and ${blank}`,
  line: `Pull request review thread line must be part of the diff and ${blank}`,
  start_line: 'Pull request review thread start line must be part of the same hunk as the line.',
  position: `Pull request review thread position is invalid and ${blank}`,
} as const;

async function changeText(hosted: Hosted, by: SignedIn, found: FoundReview, body: string): Promise<void> {
  const { review, thread } = found;
  const from = review.body;
  if (body === from) return;
  review.body = body;
  thread.updatedAt = noteEdit(hosted, by, review);
  if (review.state !== 'PENDING') await announceReview(hosted, by, found, 'edited', { changes: { body: { from } } });
}
