import type { GitHubClient } from '@codex-worker/github';
import type { Pull } from './traces.ts';

/** The newest pull requests from branches of the repository itself. */
export async function readPulls(client: GitHubClient): Promise<readonly Pull[]> {
  const order = { state: 'all', sort: 'updated', direction: 'desc', per_page: 100 } as const;
  const { data } = await client.call((octokit) => octokit.rest.pulls.list({ ...client.repository, ...order }));
  return data
    .filter(({ head, base }) => head.repo?.id === base.repo.id)
    .map(({ number, head }) => ({ number, branch: head.ref }));
}

/** The branches below `codex/`. */
export async function readBranches(client: GitHubClient): Promise<readonly string[]> {
  const { data } = await client.call((octokit) =>
    octokit.rest.git.listMatchingRefs({ ...client.repository, ref: 'heads/codex/' }),
  );
  return data.map(({ ref }) => ref.replace('refs/heads/', ''));
}
