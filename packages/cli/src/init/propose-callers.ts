import { readRemoteWorkflows } from '../caller/remote-workflows.ts';
import type { RepositoryApi } from '../github-api/api.ts';
import { statusOf } from '../github-api/api.ts';
import { Refusal } from '../refusal.ts';
import type { CallerFile } from './render-callers.ts';

/** The default branch of the repository: its last commit, and the workflows there. */
export interface DefaultBranch {
  readonly name: string;
  readonly sha: string;
  readonly workflows: ReadonlyMap<string, string>;
}

/** Reads the default branch. */
export async function readDefaultBranch({ request, place }: RepositoryApi): Promise<DefaultBranch> {
  const { data: repository } = await request('GET /repos/{owner}/{repo}', place);
  const name = repository.default_branch;
  const { data: ref } = await request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...place, ref: `heads/${name}` });
  const { sha } = ref.object;
  return { name, sha, workflows: await readRemoteWorkflows({ request, place }, sha) };
}

const branch = 'codex-worker-init';

/** Makes one commit with the files on a branch of its own, and a pull request of it. Answers its address. */
export async function proposeCallers(
  { request, place }: RepositoryApi,
  base: DefaultBranch,
  files: readonly CallerFile[],
): Promise<string> {
  await refuseTakenBranch({ request, place });
  const tree = await request('POST /repos/{owner}/{repo}/git/trees', {
    ...place,
    base_tree: base.sha,
    tree: files.map(({ path, text }) => ({ path, mode: '100644', type: 'blob', content: text })),
  });
  const commit = await request('POST /repos/{owner}/{repo}/git/commits', {
    ...place,
    message: 'Set up Codex Worker',
    tree: tree.data.sha,
    parents: [base.sha],
  });
  await request('POST /repos/{owner}/{repo}/git/refs', { ...place, ref: `refs/heads/${branch}`, sha: commit.data.sha });
  try {
    const pull = await request('POST /repos/{owner}/{repo}/pulls', {
      ...place,
      title: 'Set up Codex Worker',
      head: branch,
      base: base.name,
      body: 'Open an issue, and Codex works on it and answers there. Merge this, add the secret `OPENAI_API_KEY`, and run `codex-worker doctor`.',
    });
    return pull.data.html_url;
  } catch (error) {
    // Without an answer it may be open. Where it was refused, the branch would be in the way of the next attempt.
    if ([403, 404, 422].includes(statusOf(error) ?? 0)) await removeBranch({ request, place });
    throw error;
  }
}

async function removeBranch({ request, place }: RepositoryApi): Promise<void> {
  const ref = `heads/${branch}`;
  // Why the pull request was refused says more.
  await request('DELETE /repos/{owner}/{repo}/git/refs/{ref}', { ...place, ref }).catch(() => undefined);
}

async function refuseTakenBranch({ request, place }: RepositoryApi): Promise<void> {
  try {
    await request('GET /repos/{owner}/{repo}/git/ref/{ref}', { ...place, ref: `heads/${branch}` });
  } catch (error) {
    if (statusOf(error) === 404) return;
    throw error;
  }
  throw new Refusal(`The branch ${branch} exists, so a pull request may be open. Merge it, or delete the branch.`);
}
