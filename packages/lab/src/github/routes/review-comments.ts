import { type Api, type ApiContext, numberParam } from '../api.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import { reviewCommentBody } from '../bodies/review-body.ts';
import { noteEdit } from '../edits.ts';
import type { Hosted } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { inOrder, isSince } from '../list-threads.ts';
import { isLockedFor } from '../locked.ts';
import { paginate } from '../pages.ts';
import { admit, admitSignedIn, fulfils, needs } from '../permissions.ts';
import { invalid, needsAdmin, notFound, Refusal } from '../refusal.ts';
import { conversationText, type Fields, permitOnly, readFields, requiredText } from '../request-fields.ts';
import type { ReviewComment } from '../review/review.ts';
import { announceReviewComment } from '../review/review-events.ts';
import { filesAt, type Misplaced, placeOf } from '../review/subject.ts';
import { beginReview, type NewComment, pendingReview, submitReview } from '../review/write-review.ts';
import { findPull, findReviewComment, isPublished } from './thread-lookup.ts';

const resource = 'PullRequestReviewComment';

/** Comments on a pull request's diff: list, write, answer, read, change, delete. */
export function reviewCommentRoutes(api: Api, hosted: Hosted): void {
  api.get('/pulls/comments', (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    return c.json(listed(c, hosted, hosted.reviewComments));
  });

  api.get('/pulls/comments/:id', (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    return c.json(reviewCommentBody(hosted, findReviewComment(hosted, numberParam(c, 'id')).comment));
  });

  api.patch('/pulls/comments/:id', async (c) => {
    const found = findReviewComment(hosted, numberParam(c, 'id'));
    const by = admitEditor(hosted, c, found.comment);
    const body = conversationText(resource, requiredText(await readFields(c), resource, 'body'));
    await changeText(hosted, by, found, body);
    return c.json(reviewCommentBody(hosted, found.comment));
  });

  api.delete('/pulls/comments/:id', async (c) => {
    const found = findReviewComment(hosted, numberParam(c, 'id'));
    const by = admitEditor(hosted, c, found.comment);
    hosted.reviewComments = hosted.reviewComments.filter((one) => one !== found.comment);
    await announceReviewComment(hosted, by, found, 'deleted');
    return c.body(null, 204);
  });

  pullCommentRoutes(api, hosted);
}

function pullCommentRoutes(api: Api, hosted: Hosted): void {
  api.get('/pulls/:number/comments', async (c) => {
    admit(hosted, c.var.identity, needs.readPulls);
    const { number } = await findPull(hosted, numberParam(c, 'number'));
    const own = hosted.reviewComments.filter((one) => one.thread === number);
    return c.json(listed(c, hosted, own));
  });

  api.post('/pulls/:number/comments', async (c) => {
    const { by, thread } = await admitWriter(hosted, c);
    const fields = await readFields(c);
    const answered = fields.whole('in_reply_to');
    // With `in_reply_to` GitHub takes no notice of anything but the text.
    const comment =
      answered === undefined
        ? await onDiff(hosted, thread, fields)
        : answerTo(hosted, thread, answered, textOf(fields));
    return published(c, hosted, { by, thread, comment });
  });

  api.post('/pulls/:number/comments/:id/replies', async (c) => {
    const { by, thread } = await admitWriter(hosted, c);
    const comment = answerTo(hosted, thread, numberParam(c, 'id'), textOf(await readFields(c)));
    return published(c, hosted, { by, thread, comment });
  });
}

function listed(c: ApiContext, hosted: Hosted, comments: readonly ReviewComment[]) {
  const since = c.req.query('since');
  const found = comments.filter((one) => isPublished(hosted, one) && isSince(one.updatedAt, since));
  const sort = (c.req.query('sort') ?? 'created').replace('created_at', 'created');
  // Without a sort GitHub gives the oldest first, whatever the direction.
  const direction = c.req.query('sort') === undefined ? 'asc' : (c.req.query('direction') ?? 'asc');
  const ordered = inOrder(found, sort, direction, (one) => ({ created: one.createdAt, updated: one.updatedAt }));
  return paginate(c, ordered).map((comment) => reviewCommentBody(hosted, comment));
}

/** Authors change their own comments, writers change all. */
function admitEditor(hosted: Hosted, c: ApiContext, comment: ReviewComment): SignedIn {
  const by = admitSignedIn(hosted, c.var.identity, needs.openPulls);
  if (comment.author !== by.account.login && !fulfils(hosted, by, needs.managePulls)) throw needsAdmin();
  return by;
}

async function admitWriter(hosted: Hosted, c: ApiContext) {
  const by = admitSignedIn(hosted, c.var.identity, needs.openPulls);
  const thread = await findPull(hosted, numberParam(c, 'number'));
  if (isLockedFor(hosted, by, thread)) throw new Refusal(403, 'Unable to create comment because issue is locked.');
  return { by, thread };
}

async function changeText(
  hosted: Hosted,
  by: SignedIn,
  found: { readonly thread: PullThread; readonly comment: ReviewComment },
  body: string,
): Promise<void> {
  const { thread, comment } = found;
  const from = comment.body;
  if (body === from) return;
  comment.body = body;
  comment.updatedAt = noteEdit(hosted, by, comment);
  thread.updatedAt = comment.updatedAt;
  await announceReviewComment(hosted, by, found, 'edited', { changes: { body: { from } } });
}

const textOf = (fields: Fields): string => conversationText(resource, requiredText(fields, resource, 'body'));

const permitted = [
  ...['body', 'commit_id', 'path', 'position', 'side', 'line', 'start_line', 'start_side', 'in_reply_to'],
  'subject_type',
];

async function onDiff(hosted: Hosted, thread: PullThread, fields: Fields): Promise<NewComment> {
  permitOnly(fields, permitted);
  const body = textOf(fields);
  requiredText(fields, resource, 'path');
  const commit = requiredText(fields, resource, 'commit_id');
  const files = await filesAt(hosted, thread, commit);
  if (files === undefined)
    throw invalid({
      resource,
      field: 'commit_id',
      code: 'custom',
      message: 'commit_id is not part of the pull request',
    });
  const place = placeOf(files, fields);
  if (typeof place === 'string') throw misplaced(place);
  return { ...place, body, root: undefined, commit, originalCommit: commit };
}

function misplaced(place: Misplaced): Refusal {
  if (place === 'path') return invalid({ resource, field: 'pull_request_review_thread.path', code: 'invalid' });
  const field = `pull_request_review_thread.${place}`;
  const message = {
    line: `${field} must be part of the diff`,
    start_line: `${field} must be part of the same hunk as the line.`,
    position: `${field} is invalid`,
  }[place];
  return invalid(
    { resource, code: 'custom', field, message },
    { resource, code: 'missing_field', field: 'pull_request_review_thread.diff_hunk' },
  );
}

/** An answer is about the same lines as the comment that began the conversation. */
function answerTo(hosted: Hosted, thread: PullThread, id: number, body: string): NewComment {
  const answered = hosted.reviewComments.find((one) => one.id === id && one.thread === thread.number);
  // GitHub's documentation: replies to replies are not supported.
  if (answered === undefined || answered.root !== undefined || !isPublished(hosted, answered)) throw notFound();
  const { path, diffHunk, subject, commit, originalCommit } = answered;
  return { path, diffHunk, subject, commit, originalCommit, body, root: answered.id };
}

interface Publication {
  readonly by: SignedIn;
  readonly thread: PullThread;
  readonly comment: NewComment;
}

/** Whoever has begun a review comments in that alone: GitHub takes nothing else from them, not even an answer. */
const hasPending = () =>
  invalid({
    resource: 'PullRequestReview',
    field: 'user_id',
    code: 'custom',
    message: 'user_id can only have one pending review per pull request',
  });

/** A comment by itself is a review without a text of its own. */
async function published(c: ApiContext, hosted: Hosted, { by, thread, comment }: Publication) {
  if (pendingReview(hosted, by, thread) !== undefined) throw hasPending();
  const commit = comment.root === undefined ? comment.commit : thread.pull.headSha;
  const { review, comments } = await beginReview(hosted, by, thread, { body: '', commit, comments: [comment] });
  await submitReview(hosted, by, { thread, review }, 'COMMENT');
  const [made] = comments;
  if (made === undefined) throw new Error(`Review ${review.id} was made without its comment.`);
  const body = reviewCommentBody(hosted, made);
  return c.json(body, 201, { location: body.url });
}
