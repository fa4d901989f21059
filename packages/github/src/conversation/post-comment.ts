import type { Thread } from '@codex-worker/core';
import { answeredWith } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { once } from '../client/once.ts';
import { redacted } from '../runner/mask.ts';
import { newestComments, newestOnCode } from './newest-comments.ts';
import { moved } from './transferred.ts';

interface Posted {
  readonly id: number;
  readonly url: string;
}

/**
 * Posts exactly once, in the conversation or below a review comment. GitHub takes no answer there from whoever has a review
 * unsubmitted, and all workflows share one login: then it stands in the conversation.
 */
export async function post(
  client: GitHubClient,
  thread: Thread,
  text: string,
  below: number | undefined,
): Promise<Posted> {
  try {
    return await postThere(client, thread, text, below);
  } catch (error) {
    if (below === undefined || !answeredWith(error, 422)) throw error;
    return postThere(client, thread, text, undefined);
  }
}

function postThere(client: GitHubClient, thread: Thread, text: string, below: number | undefined): Promise<Posted> {
  const body = redacted(text);
  // A reply carries the id of its request, so no other comment has the same text.
  const find = async () => {
    const newest = below === undefined ? newestComments(client, thread) : newestOnCode(client, thread);
    return (await newest).find((comment) => sameText(comment.body, body));
  };
  const create = () => (below === undefined ? comment(client, thread, body) : replyBelow(client, thread, body, below));
  return once(create, find, client.retryDelay);
}

async function comment(client: GitHubClient, thread: Thread, body: string): Promise<Posted> {
  const { status, headers, data } = await client.call((octokit) =>
    octokit.rest.issues.createComment({ ...client.repository, issue_number: thread.number, body }),
  );
  if (isRedirect(status)) throw moved(thread, headers.location);
  return { id: data.id, url: data.html_url };
}

async function replyBelow(client: GitHubClient, thread: Thread, body: string, below: number): Promise<Posted> {
  const { data } = await client.call((octokit) =>
    octokit.rest.pulls.createReplyForReviewComment({
      ...client.repository,
      pull_number: thread.number,
      comment_id: below,
      body,
    }),
  );
  return { id: data.id, url: data.html_url };
}

// The SDK's type knows only the status of success.
const isRedirect = (status: number): boolean => status >= 300 && status < 400;

const sameText = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (text: string): string => text.replace(/\r\n/g, '\n').trim();
