import { byAge, type Comment, type Thread } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { toCodeComment, toComment } from './read-comment.ts';

const PER_PAGE = 100;

/**
 * The newest 100 to 200 comments. The API lists a thread's comments oldest first and only so: the first page says
 * which one is the last, and the last two are read. A thread of any length takes at most three calls.
 */
export async function newestComments(client: GitHubClient, thread: Thread): Promise<readonly Comment[]> {
  const first = await pageOf(client, thread, 1);
  if (first.last <= 1) return first.comments;
  const before = first.last === 2 ? first : await pageOf(client, thread, first.last - 1);
  const last = await pageOf(client, thread, first.last);
  return [...before.comments, ...last.comments];
}

interface Page {
  readonly comments: readonly Comment[];
  readonly last: number;
}

async function pageOf(client: GitHubClient, thread: Thread, page: number): Promise<Page> {
  const { data, headers } = await client.call((octokit) =>
    octokit.rest.issues.listComments({
      ...client.repository,
      issue_number: thread.number,
      per_page: PER_PAGE,
      page,
    }),
  );
  return { comments: data.map(toComment), last: lastPage(headers.link) };
}

function lastPage(link: string | undefined): number {
  return Number(/[?&]page=(\d+)[^>]*>; rel="last"/.exec(link ?? '')?.[1] ?? 1);
}

/** The newest 100 comments on the code of a pull request, newest first. */
export async function newestOnCode(client: GitHubClient, thread: Thread): Promise<readonly Comment[]> {
  const { data } = await client.call((octokit) =>
    octokit.rest.pulls.listReviewComments({
      ...client.repository,
      pull_number: thread.number,
      sort: 'created',
      direction: 'desc',
      per_page: PER_PAGE,
    }),
  );
  return data.map(toCodeComment);
}

/** The newest comments of a thread, those on its code among them, oldest first. */
export async function newestOfThread(client: GitHubClient, thread: Thread): Promise<readonly Comment[]> {
  const comments = await newestComments(client, thread);
  return thread.kind === 'issue' ? comments : [...comments, ...(await newestOnCode(client, thread))].sort(byAge);
}
