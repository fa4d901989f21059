import { type RequestId, withoutComments } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { once } from '../client/once.ts';
import type { RouteOptions } from './route-ports.ts';

interface Asked {
  readonly requestId: RequestId;
  readonly prompt: string;
  readonly author: string;
}

/** Opens the issue that a run by hand talks in. A re-run finds the issue of its first attempt. */
export async function openIssueFor({ client, run, ownLogin }: RouteOptions, asked: Asked): Promise<number> {
  const find = () => findIssue(client, asked.requestId, ownLogin);
  const opened = run.attempt > 1 ? await find() : undefined;
  return opened ?? once(() => openIssue(client, asked), find, client.retryDelay);
}

const markerOf = (requestId: RequestId): string => `<!-- codex-worker:asked ${requestId} -->`;

/** Only issues of our own login count: anybody can write a marker. */
async function findIssue(client: GitHubClient, requestId: RequestId, creator: string): Promise<number | undefined> {
  const { data } = await client.call((octokit) =>
    octokit.rest.issues.listForRepo({
      ...client.repository,
      creator,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: 50,
    }),
  );
  const ours = data.filter(({ user }) => user?.login === creator);
  return ours.find(({ body }) => body?.includes(markerOf(requestId)))?.number;
}

async function openIssue(client: GitHubClient, { requestId, prompt, author }: Asked): Promise<number> {
  const { data } = await client.call((octokit) =>
    octokit.rest.issues.create({
      ...client.repository,
      title: titleOf(prompt),
      body: `${withoutComments(prompt)}\n\n*Asked by @${author} in a run by hand.*\n\n${markerOf(requestId)}`,
    }),
  );
  return data.number;
}

/** The first line that says something, as long as a list of issues shows it. */
function titleOf(prompt: string): string {
  const line = prompt.split('\n').find((text) => /[\p{L}\p{N}]/u.test(text)) ?? prompt;
  const plain = line.replace(/^[#>*\s-]+/, '').trim();
  return [...plain].length <= 100 ? plain : `${[...plain].slice(0, 99).join('')}…`;
}
