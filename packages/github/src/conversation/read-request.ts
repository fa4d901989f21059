import {
  type Comment,
  idNumber,
  kindOf,
  normaliseText,
  openingText,
  type Request,
  type RequestId,
  type RequestKind,
  type Thread,
} from '@codex-worker/core';
import { absentWhen } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { personOf } from './person.ts';
import { toComment, toPlace } from './read-comment.ts';
import type { SeenNodes } from './seen-nodes.ts';
import { asShown, shownAttachments } from './shown-attachments.ts';

interface Place {
  readonly client: GitHubClient;
  readonly seen: SeenNodes;
  readonly thread: Thread;
}

type Reader = (place: Place, number: number) => Promise<Omit<Request, 'id'> | undefined>;

const readers: Readonly<Partial<Record<RequestKind, Reader>>> = {
  issue: readIssue,
  comment: readComment,
  review: readReview,
  'review-comment': readCodeComment,
};

/** A request as it stands on GitHub now; undefined when it was deleted, and for a run by hand. */
export async function readRequest(place: Place, id: RequestId): Promise<Request | undefined> {
  const request = await readers[kindOf(id)]?.(place, idNumber(id));
  return request && { ...request, id };
}

async function readIssue({ client, seen }: Place, number: number): ReturnType<Reader> {
  const call = client.call((octokit) =>
    octokit.rest.issues.get({ ...client.repository, issue_number: number, ...asShown }),
  );
  const issue = (await absentWhen([404, 410], call))?.data;
  if (!issue) return undefined;
  seen.noteIssue(number, issue.node_id);
  const text = openingText(issue.title, issue.body ?? '');
  return { author: personOf(issue.user), createdAt: issue.created_at, text, ...shownAttachments(issue) };
}

async function readComment({ client, seen, thread }: Place, number: number): ReturnType<Reader> {
  const call = client.call((octokit) =>
    octokit.rest.issues.getComment({ ...client.repository, comment_id: number, ...asShown }),
  );
  const comment = (await absentWhen([404, 410], call))?.data;
  // An id of another thread's comment is no request of this one.
  if (!comment?.issue_url.endsWith(`/issues/${thread.number}`)) return undefined;
  seen.note('comment', [comment]);
  const { author, createdAt, updatedAt, body, ...more } = toComment(comment);
  return { author, createdAt, text: normaliseText(body), ...attachedTo(more), ...changed(createdAt, updatedAt) };
}

async function readCodeComment({ client, seen, thread }: Place, number: number): ReturnType<Reader> {
  const call = client.call((octokit) =>
    octokit.rest.pulls.getReviewComment({ ...client.repository, comment_id: number, ...asShown }),
  );
  const comment = (await absentWhen([404, 410], call))?.data;
  if (!comment?.pull_request_url.endsWith(`/pulls/${thread.number}`)) return undefined;
  seen.note('review-comment', [comment]);
  const { author, createdAt, updatedAt, body, ...more } = toComment(comment);
  const place = toPlace(comment);
  return { author, createdAt, text: normaliseText(body), place, ...attachedTo(more), ...changed(createdAt, updatedAt) };
}

const attachedTo = ({ attachments }: Pick<Comment, 'attachments'>) => (attachments ? { attachments } : {});

const changed = (createdAt: string, changedAt: string) => (createdAt === changedAt ? {} : { changedAt });

async function readReview({ client, seen, thread }: Place, number: number): ReturnType<Reader> {
  const where = { ...client.repository, pull_number: thread.number, review_id: number };
  const call = client.call((octokit) => octokit.rest.pulls.getReview({ ...where, ...asShown }));
  const review = (await absentWhen([404, 410], call))?.data;
  if (!review) return undefined;
  seen.note('review', [review]);
  const comments = await client.call((octokit) =>
    octokit.paginate(octokit.rest.pulls.listCommentsForReview, { ...where, per_page: 100, ...asShown }),
  );
  return {
    author: personOf(review.user),
    createdAt: review.submitted_at ?? '',
    text: normaliseText(review.body),
    ...shownAttachments(review),
    notes: seen.note('review-comment', comments).map((comment) => ({
      comment: comment.id,
      place: toPlace(comment),
      text: normaliseText(comment.body),
      ...shownAttachments(comment),
    })),
  };
}
