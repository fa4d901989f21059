import { openingText, type Recent, type RecentComment, type RecentThread } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { firstPages, type Pages, PER_PAGE } from '../client/pages.ts';
import { type Account, personOf } from '../conversation/person.ts';

/** A thousand of a kind: a sweep of a busier repository looks at the newest. */
const MOST_PAGES = 10;

/** Open threads and comments of a repository that changed at or after a time. */
export async function recent(client: GitHubClient, since: string): Promise<Recent> {
  const [threads, comments] = await Promise.all([openThreads(client, since), conversationComments(client, since)]);
  const hasPulls = threads.items.some(({ thread }) => thread.startsWith('pr-'));
  const onCode = hasPulls ? await codeComments(client, since) : { items: [], cut: false };
  return {
    threads: threads.items,
    comments: [...comments.items, ...onCode.items],
    cut: threads.cut || comments.cut || onCode.cut,
  };
}

/** Newest first, so that what is cut is what is oldest. */
const newestFirst = (since: string) => ({ since, sort: 'updated', direction: 'desc', per_page: PER_PAGE }) as const;

const openThreads = (client: GitHubClient, since: string): Promise<Pages<RecentThread>> =>
  firstPages(MOST_PAGES, async (page) => {
    const order = { ...client.repository, ...newestFirst(since), state: 'open', page } as const;
    const { data } = await client.call((octokit) => octokit.rest.issues.listForRepo(order));
    return data.map(({ number, title, body, pull_request, user, created_at, reactions }) => ({
      thread: pull_request ? `pr-${number}` : `issue-${number}`,
      author: personOf(user),
      createdAt: created_at,
      text: openingText(title, body ?? ''),
      eyes: reactions?.eyes ?? 0,
    }));
  });

const conversationComments = (client: GitHubClient, since: string): Promise<Pages<RecentComment>> =>
  firstPages(MOST_PAGES, async (page) => {
    const order = { ...client.repository, ...newestFirst(since), page };
    const { data } = await client.call((octokit) => octokit.rest.issues.listCommentsForRepo(order));
    return data.map(({ id, issue_url, ...comment }) => ({ id: `comment-${id}`, ...commentOf(issue_url, comment) }));
  });

const codeComments = (client: GitHubClient, since: string): Promise<Pages<RecentComment>> =>
  firstPages(MOST_PAGES, async (page) => {
    const order = { ...client.repository, ...newestFirst(since), page };
    const { data } = await client.call((octokit) => octokit.rest.pulls.listReviewCommentsForRepo(order));
    return data.map(({ id, pull_request_url, ...comment }) => ({
      id: `review-comment-${id}`,
      ...commentOf(pull_request_url, comment),
    }));
  });

interface CommentBody {
  readonly user: Account | null;
  readonly body?: string;
  readonly created_at: string;
  readonly reactions?: { readonly eyes: number };
}

/** The address of what a comment stands in ends with its number. */
const commentOf = (url: string, { user, body, created_at, reactions }: CommentBody): Omit<RecentComment, 'id'> => ({
  number: Number(/\d+$/.exec(url)?.[0]),
  author: personOf(user),
  createdAt: created_at,
  body: body ?? '',
  eyes: reactions?.eyes ?? 0,
});
