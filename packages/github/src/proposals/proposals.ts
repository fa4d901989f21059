import type { OpenEnd, Proposals, PullRequest } from '@codex-worker/core';
import { answeredWith, badAnswer } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { once } from '../client/once.ts';
import type { EventNodes } from '../events/event-nodes.ts';
import { equip } from './equip.ts';
import { linkBranch } from './link-branch.ts';

type Order = Parameters<Proposals['open']>[0];

/** Pull requests from branches of the repository itself. The issue of the event, where one is known, saves a call. */
export function proposals(client: GitHubClient, known: EventNodes = new Map()): Proposals {
  return {
    findByHead: (branch) => findByHead(client, branch),
    branchesStartingWith: (prefix) => branchesStartingWith(client, prefix),
    open: (order) => open(client, order),
    equip: (pullRequest, extras) => equip(client, pullRequest, extras),
    link: (order) => linkBranch(client, order, known),
  };
}

interface PullRequestBody {
  readonly number: number;
  readonly html_url: string;
  readonly state: string;
  readonly created_at: string;
}

/** GitHub sends null for a fork that was deleted, against its own description. */
interface RepositoryBody {
  readonly id: number;
}

const toPullRequest = ({ number, html_url, state, created_at }: PullRequestBody): PullRequest => ({
  number,
  url: html_url,
  state: state === 'open' ? 'open' : 'closed',
  createdAt: created_at,
});

async function findByHead(client: GitHubClient, branch: string): Promise<PullRequest | undefined> {
  const { data } = await client.call((octokit) =>
    octokit.rest.pulls.list({
      ...client.repository,
      head: `${client.repository.owner}:${branch}`,
      state: 'all',
      sort: 'created',
      direction: 'desc',
      per_page: 100,
    }),
  );
  // A fork in the same organisation has the same owner.
  const ours = data.find(({ head, base }) => (head.repo as RepositoryBody | null)?.id === base.repo.id);
  return ours && toPullRequest(ours);
}

async function branchesStartingWith(client: GitHubClient, prefix: string): Promise<readonly string[]> {
  const refs = await client.call((octokit) =>
    octokit.paginate(octokit.rest.git.listMatchingRefs, {
      ...client.repository,
      ref: `heads/${prefix}`,
      per_page: 100,
    }),
  );
  return refs.map(({ ref }) => ref.replace(/^refs\/heads\//, ''));
}

async function open(client: GitHubClient, order: Order): Promise<OpenEnd> {
  try {
    const find = async () => openOnly(await findByHead(client, order.branch));
    return opened(await once(() => create(client, order), find, client.retryDelay));
  } catch (error) {
    if (isNotPermitted(error)) return { kind: 'not-permitted' };
    if (!answeredWith(error, 422)) throw error;
    const existing = isDuplicate(error) ? openOnly(await findByHead(client, order.branch)) : undefined;
    if (existing) return opened(existing);
    if (hasNoCommits(error)) return { kind: 'no-commits' };
    return { kind: 'refused', why: badAnswer(error)?.message ?? '' };
  }
}

const opened = (pullRequest: PullRequest): OpenEnd => ({ kind: 'opened', pullRequest });

const openOnly = (pull: PullRequest | undefined): PullRequest | undefined =>
  pull?.state === 'open' ? pull : undefined;

async function create(client: GitHubClient, { branch, base, title, body, draft }: Order): Promise<PullRequest> {
  const { data } = await client.call((octokit) =>
    octokit.rest.pulls.create({ ...client.repository, head: branch, base, title, body, draft }),
  );
  return toPullRequest(data);
}

const isNotPermitted = (error: unknown): boolean =>
  answeredWith(error, 403) && /not permitted to create or approve pull requests/i.test(badAnswer(error)?.message ?? '');

const isDuplicate = (error: unknown): boolean => /already exists/i.test(badAnswer(error)?.message ?? '');

const hasNoCommits = (error: unknown): boolean => /no commits between/i.test(badAnswer(error)?.message ?? '');
