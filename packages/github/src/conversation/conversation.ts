import { type Comment, type Conversation, Failure, type Thread, type ThreadFacts } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { once } from '../client/once.ts';
import { newestComments, toComment } from './newest-comments.ts';

/** What is said in issues and pull requests; both are issues to this API. */
export function conversation(client: GitHubClient): Conversation {
  return {
    facts: (thread) => factsOf(client, thread),
    commentsSince: (thread, since) => commentsSince(client, thread, since),
    newestComments: (thread) => newestComments(client, thread),
    isAcknowledged: (thread, by) => isAcknowledged(client, thread, by),
    post: (thread, body) => post(client, thread, body),
  };
}

async function factsOf(client: GitHubClient, thread: Thread): Promise<ThreadFacts> {
  const { data } = await client.call((octokit) =>
    octokit.rest.issues.get({ ...client.repository, issue_number: thread.number }),
  );
  // GitHub redirects from a transferred issue to where it is now, and the SDK follows.
  if (!isOf(client, data.repository_url)) throw moved(thread, data.html_url);
  return { title: data.title, body: data.body ?? '', open: data.state === 'open', url: data.html_url };
}

const isOf = ({ repository: { owner, repo } }: GitHubClient, repositoryUrl: string): boolean =>
  repositoryUrl.toLowerCase().endsWith(`/repos/${owner}/${repo}`.toLowerCase());

function moved(thread: Thread, to: string | undefined): Failure {
  return new Failure('thread-gone', {
    what: `#${thread.number} was transferred${to === undefined ? '' : ` to ${to}`}.`,
    fix: 'Ask again there, or in a new issue.',
  });
}

async function commentsSince(client: GitHubClient, thread: Thread, since: string): Promise<readonly Comment[]> {
  const comments = await client.call((octokit) =>
    octokit.paginate(octokit.rest.issues.listComments, {
      ...client.repository,
      issue_number: thread.number,
      since,
      per_page: 100,
    }),
  );
  return comments.map(toComment).sort(byAge);
}

const byAge = (a: Comment, b: Comment): number => Date.parse(a.createdAt) - Date.parse(b.createdAt) || a.id - b.id;

async function isAcknowledged(client: GitHubClient, thread: Thread, by: string): Promise<boolean> {
  const { data } = await client.call((octokit) =>
    octokit.rest.reactions.listForIssue({
      ...client.repository,
      issue_number: thread.number,
      content: 'eyes',
      per_page: 100,
    }),
  );
  return data.some(({ user }) => user?.login === by);
}

type Posted = { readonly id: number; readonly url: string };

function post(client: GitHubClient, thread: Thread, body: string): Promise<Posted> {
  const create = async (): Promise<Posted> => {
    const { status, headers, data } = await client.call((octokit) =>
      octokit.rest.issues.createComment({ ...client.repository, issue_number: thread.number, body }),
    );
    if (isRedirect(status)) throw moved(thread, headers.location);
    return { id: data.id, url: data.html_url };
  };
  // A reply carries the id of its request, so no other comment has the same text.
  const find = async () => (await newestComments(client, thread)).find((comment) => sameText(comment.body, body));
  return once(create, find, client.retryDelay);
}

// The SDK's type knows only the status of success.
const isRedirect = (status: number): boolean => status >= 300 && status < 400;

const sameText = (a: string, b: string): boolean => plain(a) === plain(b);
const plain = (text: string): string => text.replace(/\r\n/g, '\n').trim();
