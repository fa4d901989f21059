import { branchInTheWay, type CommitSigner, type LandEnd, type SignedCommit } from '@codex-worker/core';
import { answeredWith, badAnswer } from '../client/answer.ts';
import { findInTheWay } from '../client/branch-in-the-way.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { again, once } from '../client/once.ts';
import { type TreeEntries, treeEntries } from './tree-entries.ts';

/**
 * Commits by the Git database API, which GitHub signs for a bot that names no author. The mutation createCommitOnBranch
 * signs too, but knows neither modes nor links.
 */
export function commitSigner(client: GitHubClient): CommitSigner {
  return { land: (commit) => land(client, commit) };
}

async function land(client: GitHubClient, commit: SignedCommit): Promise<LandEnd> {
  const entries = treeEntries(commit.changes);
  if (entries.kind === 'too-large') {
    return refused(`${entries.why}. Ask for the change in parts, or set \`signed: false\``);
  }
  const tree = await makeTree(client, commit, entries);
  if (tree !== commit.tree) {
    return refused(`GitHub made another tree of the change (${tree}) than git did (${commit.tree})`);
  }
  const { sha, verification } = await makeCommit(client, commit);
  if (!verification.verified) {
    return refused(
      `GitHub did not sign the commit (${verification.reason}). Commits of the workflow's own token and of Apps are signed: pass one of them as \`github-token\`, or set \`signed: false\``,
    );
  }
  return moveBranch(client, commit, sha);
}

const refused = (detail: string): LandEnd => ({ kind: 'refused', detail });

/** What has no name but its own digest can be made again and again; so it is with blobs and commits. */
async function makeTree(
  client: GitHubClient,
  { parentTree }: SignedCommit,
  { inline, blobs, deleted }: TreeEntries,
): Promise<string> {
  const stored: { path: string; mode: string; sha: string | null }[] = [];
  for (const { path, mode, bytes } of blobs) stored.push({ path, mode, sha: await makeBlob(client, bytes) });
  const gone = deleted.map((path) => ({ path, mode: '100644', sha: null }));
  const tree = [...inline, ...stored, ...gone].map((entry) => ({
    ...entry,
    mode: entry.mode as '100644',
    type: 'blob' as const,
  }));
  const order = { ...client.repository, base_tree: parentTree, tree };
  const { data } = await again(() => client.call((octokit) => octokit.rest.git.createTree(order)), client.retryDelay);
  return data.sha;
}

async function makeBlob(client: GitHubClient, bytes: Uint8Array): Promise<string> {
  const order = { ...client.repository, content: Buffer.from(bytes).toString('base64'), encoding: 'base64' };
  const { data } = await again(() => client.call((octokit) => octokit.rest.git.createBlob(order)), client.retryDelay);
  return data.sha;
}

/** An author of our own would keep GitHub from signing. */
async function makeCommit(client: GitHubClient, { message, tree, parent }: SignedCommit) {
  const order = { ...client.repository, message, tree, parents: [parent] };
  const { data } = await again(() => client.call((octokit) => octokit.rest.git.createCommit(order)), client.retryDelay);
  return data;
}

/** The commit's parent is the head that we saw: a branch that moved since is no fast-forward, and nothing is forced. */
async function moveBranch(client: GitHubClient, { branch, isThere }: SignedCommit, sha: string): Promise<LandEnd> {
  const move = async (): Promise<string> => {
    await (isThere
      ? client.call(({ rest }) => rest.git.updateRef({ ...client.repository, ref: `heads/${branch}`, sha }))
      : client.call(({ rest }) => rest.git.createRef({ ...client.repository, ref: `refs/heads/${branch}`, sha })));
    return sha;
  };
  try {
    await once(move, () => headOf(client, branch, sha), client.retryDelay);
    return { kind: 'landed', sha };
  } catch (error) {
    if (!answeredWith(error, 409, 422)) throw error;
    const said = badAnswer(error)?.message ?? '';
    if (hasMoved(said)) return { kind: 'moved' };
    const other = isThere ? undefined : await findInTheWay(client, branch);
    return refused(other === undefined ? said : branchInTheWay(other));
  }
}

const hasMoved = (said: string): boolean =>
  /not a fast.?forward|already exists|does not exist|cannot be updated|cannot lock ref/i.test(said);

/** The branch's head where it is the one that we want. */
async function headOf(client: GitHubClient, branch: string, wanted: string): Promise<string | undefined> {
  const { data } = await client.call((octokit) =>
    octokit.rest.git.listMatchingRefs({ ...client.repository, ref: `heads/${branch}` }),
  );
  return data.find(({ ref, object }) => ref === `refs/heads/${branch}` && object.sha === wanted)?.object.sha;
}
