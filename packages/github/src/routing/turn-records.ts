import { type Comment, countedTurns, type TurnRecords } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { firstPages, type Pages, PER_PAGE } from '../client/pages.ts';
import { toCodeComment, toComment } from '../conversation/read-comment.ts';
import type { RouteOptions } from './route-ports.ts';

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
      if (said.cut || onCode.cut)
        warn(`More than ${MOST_PAGES * PER_PAGE} comments were written since ${since}: older turns are not counted.`);
      return countedTurns([...said.items, ...onCode.items], { ownLogin, before });
    },
  };
}

const inConversations = (client: GitHubClient, since: string): Promise<Pages<Comment>> =>
  firstPages(MOST_PAGES, async (page) => {
    const order = { ...newestFirst(client, since), page };
    const { data } = await client.call((octokit) => octokit.rest.issues.listCommentsForRepo(order));
    return data.map(toComment);
  });

/** Answers below comments on code. */
const onLines = (client: GitHubClient, since: string): Promise<Pages<Comment>> =>
  firstPages(MOST_PAGES, async (page) => {
    const order = { ...newestFirst(client, since), page };
    const { data } = await client.call((octokit) => octokit.rest.pulls.listReviewCommentsForRepo(order));
    return data.map(toCodeComment);
  });

/** Newest first, so that what is cut is what is oldest. */
const newestFirst = (client: GitHubClient, since: string) =>
  ({ ...client.repository, since, sort: 'created', direction: 'desc', per_page: PER_PAGE }) as const;
