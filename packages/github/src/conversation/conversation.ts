import { byAge, type Comment, type Conversation, type RequestId, sameLogin, type Thread } from '@codex-worker/core';
import { absentWhen } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { conclude } from './conclude.ts';
import { lastEditors } from './last-editors.ts';
import { newestOfThread } from './newest-comments.ts';
import { post } from './post-comment.ts';
import { toCodeComment, toComment } from './read-comment.ts';
import { readRequest } from './read-request.ts';
import { type SeenNodes, seenNodes } from './seen-nodes.ts';
import { asShown } from './shown-attachments.ts';
import { threadFacts } from './thread-facts.ts';

const nothing: ReadonlyMap<RequestId, string> = new Map();

/** What is said in issues and pull requests; both are issues to this API. What the event of the run tells saves calls. */
export function conversation(client: GitHubClient, known = nothing): Conversation {
  const seen = seenNodes(known);
  return {
    facts: (thread) => threadFacts(client, seen, thread),
    commentsSince: (thread, since) => commentsSince(client, seen, thread, since),
    newestComments: (thread) => newestOfThread(client, thread),
    acknowledgedAt: (thread, by) => acknowledgedAt(client, thread, by),
    reviewCommentsSince: (thread, since) => reviewCommentsSince(client, seen, thread, since),
    request: (thread, id) => readRequest({ client, seen, thread }, id),
    lastEditors: (_thread, ids) => lastEditors(client, seen, ids),
    post: (thread, body, below) => post(client, thread, body, below),
    removeComment: (_thread, commentId) => removeComment(client, commentId),
    conclude: (thread, conclusion) => conclude(client, seen, thread, conclusion),
  };
}

async function commentsSince(
  client: GitHubClient,
  seen: SeenNodes,
  thread: Thread,
  since: string,
): Promise<readonly Comment[]> {
  const comments = await client.call((octokit) =>
    octokit.paginate(octokit.rest.issues.listComments, {
      ...client.repository,
      issue_number: thread.number,
      since,
      per_page: 100,
      ...asShown,
    }),
  );
  return seen.note('comment', comments).map(toComment).sort(byAge);
}

async function reviewCommentsSince(
  client: GitHubClient,
  seen: SeenNodes,
  thread: Thread,
  since: string,
): Promise<readonly Comment[]> {
  if (thread.kind === 'issue') return [];
  const comments = await client.call((octokit) =>
    octokit.paginate(octokit.rest.pulls.listReviewComments, {
      ...client.repository,
      pull_number: thread.number,
      since,
      per_page: 100,
      ...asShown,
    }),
  );
  return seen.note('review-comment', comments).map(toCodeComment).sort(byAge);
}

/** What the worker shows on what it was asked. */
const signs = new Set(['eyes', 'rocket', 'confused']);

async function acknowledgedAt(client: GitHubClient, thread: Thread, by: string): Promise<string | undefined> {
  // Ours comes seconds after what was asked, and what takes its place is mostly among the first as well.
  const where = { ...client.repository, issue_number: thread.number, per_page: 100 };
  const { data } = await client.call((octokit) => octokit.rest.reactions.listForIssue(where));
  return data.find(({ user, content }) => user && sameLogin(user.login, by) && signs.has(content))?.created_at;
}

async function removeComment(client: GitHubClient, commentId: number): Promise<void> {
  const remove = client.call((octokit) =>
    octokit.rest.issues.deleteComment({ ...client.repository, comment_id: commentId }),
  );
  await absentWhen([404], remove);
}
