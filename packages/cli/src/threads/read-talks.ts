import { Failure, parseThread, type ThreadKey } from '@codex-worker/core';
import type { GitHubClient } from '@codex-worker/github';
import type { Notes } from './notes.ts';
import type { Talk } from './traces.ts';

const PER_PAGE = 100;
const MOST_PAGES = 3;
/** Threads of which nothing was heard lately, and that are looked up one by one. */
const MOST_OLD = 20;

interface Wanted {
  /** ISO 8601 */
  readonly since: string;
  /** Threads that are to be known. */
  readonly named: readonly ThreadKey[];
}

/** Titles and states of issues and pull requests. */
export async function readTalks(
  client: GitHubClient,
  { since, named }: Wanted,
  notes: Notes,
): Promise<ReadonlyMap<number, Talk>> {
  const talks = await recentTalks(client, since);
  const missing = [...new Set(named.map((key) => parseThread(key).number))].filter((number) => !talks.has(number));
  if (missing.length > MOST_OLD) {
    notes.cut(`${missing.length} older threads have sessions, and the titles of ${MOST_OLD} were read.`);
  }
  const found = await Promise.all(missing.slice(0, MOST_OLD).map((number) => readTalk(client, number)));
  return new Map([...talks, ...found.map((talk) => [talk.number, talk] as const)]);
}

interface Issue {
  readonly number: number;
  readonly title: string;
  readonly state: string;
  readonly pull_request?: object;
}

const talkOf = ({ number, title, state, pull_request }: Issue): Talk => ({
  ...{ number, title, open: state === 'open', isPull: pull_request !== undefined },
});

async function recentTalks(client: GitHubClient, since: string): Promise<ReadonlyMap<number, Talk>> {
  const talks = new Map<number, Talk>();
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const order = { since, state: 'all', sort: 'updated', direction: 'desc', per_page: PER_PAGE, page } as const;
    const { data } = await client.call((octokit) =>
      octokit.rest.issues.listForRepo({ ...client.repository, ...order }),
    );
    for (const issue of data) talks.set(issue.number, talkOf(issue));
    if (data.length < PER_PAGE) break;
  }
  return talks;
}

/** One that was deleted or moved away is closed for good. */
async function readTalk(client: GitHubClient, number: number): Promise<Talk> {
  try {
    const { data } = await client.call((octokit) =>
      octokit.rest.issues.get({ ...client.repository, issue_number: number }),
    );
    return isOf(client, data.repository_url) ? talkOf(data) : gone(number);
  } catch (error) {
    if (error instanceof Failure && error.code === 'thread-gone') return gone(number);
    throw error;
  }
}

const gone = (number: number): Talk => ({ number, title: '(gone)', open: false, isPull: false });

/** GitHub leads on from an issue that was moved, to one that may have the number of another here. */
function isOf({ repository: { owner, repo } }: GitHubClient, repositoryUrl: string): boolean {
  return repositoryUrl.toLowerCase().endsWith(`/repos/${owner}/${repo}`.toLowerCase());
}
