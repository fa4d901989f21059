import type { PullThread } from '../bodies/pull-body.ts';
import type { Hosted } from '../hosted.ts';
import type { Identity } from '../identity.ts';
import { admit, needs, threadNeed } from '../permissions.ts';
import { isPull, refreshPulls } from '../pull-diff.ts';
import { notFound, Refusal } from '../refusal.ts';
import type { ReviewComment } from '../review/review.ts';
import type { Comment, Thread } from '../thread.ts';

/** The thread with a number. One that was deleted or transferred answers as GitHub does. */
export function findThread(hosted: Hosted, number: number): Thread {
  const thread = hosted.threads.find((one) => one.number === number);
  if (thread === undefined) throw notFound();
  switch (thread.departure?.kind) {
    case 'deleted':
      throw new Refusal(410, 'This issue was deleted');
    case 'transferred':
      throw new Refusal(301, 'Moved Permanently', { headers: { location: thread.departure.to } });
    case undefined:
      return thread;
  }
}

/** The same for a request that adds to the thread: what was transferred takes nothing more. */
export function findOpenEndedThread(hosted: Hosted, number: number): Thread {
  const thread = hosted.threads.find((one) => one.number === number);
  if (thread?.departure?.kind === 'transferred') throw notFound();
  return findThread(hosted, number);
}

/** The pull request with a number, up to date with its branches. */
export async function findPull(hosted: Hosted, number: number): Promise<PullThread> {
  const thread = hosted.threads.find((one) => one.number === number);
  if (thread === undefined || !isPull(thread)) throw notFound();
  await refreshPulls(hosted, [thread]);
  return thread;
}

/** The comment with an id, and its thread. */
export function findComment(hosted: Hosted, id: number): { readonly thread: Thread; readonly comment: Comment } {
  const comment = hosted.comments.find((one) => one.id === id);
  const thread = hosted.threads.find((one) => one.number === comment?.thread);
  if (comment === undefined || thread === undefined || thread.departure !== undefined) throw notFound();
  return { thread, comment };
}

/** The review comment with an id, and its pull request. One that is still pending is not found by its id. */
export function findReviewComment(
  hosted: Hosted,
  id: number,
): { readonly thread: PullThread; readonly comment: ReviewComment } {
  const comment = hosted.reviewComments.find((one) => one.id === id);
  const thread = hosted.threads.find((one) => one.number === comment?.thread);
  if (comment === undefined || !isPublished(hosted, comment) || thread === undefined || !isPull(thread))
    throw notFound();
  return { thread, comment };
}

/** Whether the review that a comment belongs to was submitted. */
export function isPublished(hosted: Hosted, comment: ReviewComment): boolean {
  return hosted.reviews.find((one) => one.id === comment.review)?.state !== 'PENDING';
}

/** Lets somebody read a thread. */
export function admitReader(hosted: Hosted, identity: Identity, thread: Thread): void {
  admit(hosted, identity, threadNeed(thread, 'read'));
}

/** Lets somebody read the threads as a list. */
export function admitListReader(hosted: Hosted, identity: Identity): void {
  admit(hosted, identity, needs.readIssues);
}
