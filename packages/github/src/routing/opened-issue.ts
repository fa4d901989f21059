import { cutText, type RequestId, sameLogin, withBlocksClosed, withoutComments } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { once } from '../client/once.ts';
import type { RouteOptions } from './route-ports.ts';

interface Asked {
  readonly requestId: RequestId;
  readonly prompt: string;
  readonly author: string;
}

/** Opens the issue that a run by hand, or of a schedule, talks in. A re-run finds the issue of its first attempt. */
export async function openIssueFor({ client, run, ownLogin }: RouteOptions, asked: Asked): Promise<number> {
  const find = () => findIssue(client, asked.requestId, ownLogin);
  const opened = run.attempt > 1 ? await find() : undefined;
  return opened ?? once(() => openIssue(client, asked, run.eventName), find, client.retryDelay);
}

const markerOf = (requestId: RequestId): string => `<!-- codex-worker:asked ${requestId} -->`;

/** Only issues of our own login count: anybody can write a marker. */
async function findIssue(client: GitHubClient, requestId: RequestId, creator: string): Promise<number | undefined> {
  const { data } = await client.call((octokit) =>
    octokit.rest.issues.listForRepo({
      ...client.repository,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: 100,
    }),
  );
  const ours = data.filter(({ user }) => user && sameLogin(user.login, creator));
  return ours.find(({ body }) => body?.includes(markerOf(requestId)))?.number;
}

async function openIssue(
  client: GitHubClient,
  { requestId, prompt, author }: Asked,
  eventName: string,
): Promise<number> {
  const by = eventName === 'schedule' ? `by a schedule that @${author} set` : `by @${author} in a run by hand`;
  const { data } = await client.call((octokit) =>
    octokit.rest.issues.create({
      ...client.repository,
      title: titleOf(prompt),
      body: `${shown(prompt)}\n\n*Asked ${by}.*\n\n${markerOf(requestId)}`,
    }),
  );
  return data.number;
}

/** GitHub takes 65,536 characters, and a prompt alone may have as many. Codex gets it from the run, whole. */
const LONGEST_SHOWN = 60_000;

function shown(prompt: string): string {
  const text = withoutComments(prompt);
  if (text.length <= LONGEST_SHOWN) return withBlocksClosed(text);
  return `${withBlocksClosed(cutText(text, LONGEST_SHOWN))}\n\n…`;
}

/** The first line that says something, as long as a list of issues shows it. */
function titleOf(prompt: string): string {
  const line = prompt.split('\n').find((text) => /[\p{L}\p{N}]/u.test(text)) ?? prompt;
  // A prompt of signs alone is a title as it is: GitHub takes none that is empty.
  const plain = line.replace(/^[#>*\s-]+/, '').trim() || prompt.trim();
  return [...plain].length <= 100 ? plain : `${[...plain].slice(0, 99).join('')}…`;
}
