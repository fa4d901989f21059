import type { GitHubClient } from './github-client.ts';

/** The branch that keeps another from being made, as `codex` keeps `codex/issue-1/sum`. GitHub refuses, and does not say why. */
export async function findInTheWay(client: GitHubClient, branch: string): Promise<string | undefined> {
  const refs = await client.call((octokit) =>
    octokit.paginate(octokit.rest.git.listMatchingRefs, {
      ...client.repository,
      ref: `heads/${branch.split('/')[0] ?? ''}`,
      per_page: 100,
    }),
  );
  const names = refs.map(({ ref }) => ref.replace(/^refs\/heads\//, ''));
  return names.find((name) => branch.startsWith(`${name}/`) || name.startsWith(`${branch}/`));
}
