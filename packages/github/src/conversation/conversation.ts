import { type Comment, type Conversation, sameLogin, type Thread, type ThreadFacts } from '@codex-worker/core';
import { absentWhen } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { lastEditors } from './last-editors.ts';
import { newestOfThread } from './newest-comments.ts';
import { personOf } from './person.ts';
import { post } from './post-comment.ts';
import { byAge, toCodeComment, toComment } from './read-comment.ts';
import { readRequest } from './read-request.ts';
import { type SeenNodes, seenNodes } from './seen-nodes.ts';
import { asShown, shownAttachments } from './shown-attachments.ts';
import { moved } from './transferred.ts';

/** What is said in issues and pull requests; both are issues to this API. */
export function conversation(client: GitHubClient): Conversation {
  const seen = seenNodes();
  return {
    facts: (thread) => factsOf(client, seen, thread),
    commentsSince: (thread, since) => commentsSince(client, seen, thread, since),
    newestComments: (thread) => newestOfThread(client, thread),
    acknowledgedAt: (thread, by) => acknowledgedAt(client, thread, by),
    reviewCommentsSince: (thread, since) => reviewCommentsSince(client, seen, thread, since),
    request: (thread, id) => readRequest({ client, seen, thread }, id),
    lastEditors: (_thread, ids) => lastEditors(client, seen, ids),
    post: (thread, body, below) => post(client, thread, body, below),
    removeComment: (_thread, commentId) => removeComment(client, commentId),
  };
}

async function factsOf(client: GitHubClient, seen: SeenNodes, thread: Thread): Promise<ThreadFacts> {
  const { data } = await client.call((octokit) =>
    octokit.rest.issues.get({ ...client.repository, issue_number: thread.number, ...asShown }),
  );
  // GitHub redirects from a transferred issue to where it is now, and the SDK follows.
  if (!isOf(client, data.repository_url)) throw moved(thread, data.html_url);
  seen.noteIssue(thread.number, data.node_id);
  return {
    title: data.title,
    body: data.body ?? '',
    open: data.state === 'open',
    merged: Boolean(data.pull_request?.merged_at),
    locked: data.locked,
    author: personOf(data.user),
    createdAt: data.created_at,
    url: data.html_url,
    ...shownAttachments(data),
  };
}

const isOf = ({ repository: { owner, repo } }: GitHubClient, repositoryUrl: string): boolean =>
  repositoryUrl.toLowerCase().endsWith(`/repos/${owner}/${repo}`.toLowerCase());

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

async function acknowledgedAt(client: GitHubClient, thread: Thread, by: string): Promise<string | undefined> {
  const where = { ...client.repository, issue_number: thread.number, content: 'eyes', per_page: 100 } as const;
  const eyes = await client.call((octokit) => octokit.paginate(octokit.rest.reactions.listForIssue, where));
  return eyes.find(({ user }) => user && sameLogin(user.login, by))?.created_at;
}

async function removeComment(client: GitHubClient, commentId: number): Promise<void> {
  const remove = client.call((octokit) =>
    octokit.rest.issues.deleteComment({ ...client.repository, comment_id: commentId }),
  );
  await absentWhen([404], remove);
}
