import { type Comment, countedTurns, type TurnRecords } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { toCodeComment, toComment } from '../conversation/read-comment.ts';
import type { RouteOptions } from './route-ports.ts';

const PER_PAGE = 100;
/** Four hundred comments in a day are a busy repository; more would cost a call for each request and hundred. */
const MOST_PAGES = 4;

/** The turns of a repository, by what our own comments tell of them. */
export function turnRecords({
  client,
  ownLogin,
  warn,
}: Pick<RouteOptions, 'client' | 'ownLogin' | 'warn'>): TurnRecords {
  return {
    turnsSince: async (since, before) => {
      const [said, onCode] = await Promise.all([inConversations(client, since), onLines(client, since)]);
      if (said.cut)
        warn(`More than ${MOST_PAGES * PER_PAGE} comments were written since ${since}: older turns are not counted.`);
      return countedTurns([...said.comments, ...onCode], { ownLogin, before });
    },
  };
}

interface Listed {
  readonly comments: readonly Comment[];
  readonly cut: boolean;
}

/** Newest first, so that what is cut is what is oldest. */
async function inConversations(client: GitHubClient, since: string): Promise<Listed> {
  const comments: Comment[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const order = { ...newestFirst(client, since), page };
    const { data } = await client.call((octokit) => octokit.rest.issues.listCommentsForRepo(order));
    comments.push(...data.map(toComment));
    if (data.length < PER_PAGE) return { comments, cut: false };
  }
  return { comments, cut: true };
}

/** Answers below comments on code. */
async function onLines(client: GitHubClient, since: string): Promise<readonly Comment[]> {
  const order = newestFirst(client, since);
  const { data } = await client.call((octokit) => octokit.rest.pulls.listReviewCommentsForRepo(order));
  return data.map(toCodeComment);
}

const newestFirst = (client: GitHubClient, since: string) =>
  ({ ...client.repository, since, sort: 'created', direction: 'desc', per_page: PER_PAGE }) as const;
