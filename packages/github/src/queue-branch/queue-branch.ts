import { Failure, QUEUE_BRANCH, type QueueFile } from '@codex-worker/core';
import { absentWhen, answeredWith, badAnswer } from '../client/answer.ts';
import { findInTheWay } from '../client/branch-in-the-way.ts';
import type { GitHubClient } from '../client/github-client.ts';

/** What the branch says of itself. GitHub cannot make a tree without files either. */
const README = `# The queue of Codex Worker

Each file in \`requests/\` is a request that waits, oldest first by its name. It is taken from there once its reply is in
its thread. \`broken/\` holds the files that could not be served, each with the reason beside it.
`;

/** The branch as it is at one moment. */
export interface QueueTree {
  readonly commit: string;
  readonly tree: string;
  readonly entries: readonly QueueFile[];
}

/** All files of the branch, in two calls; undefined, in one, when there is no such branch. */
export async function filesOf(client: GitHubClient): Promise<QueueTree | undefined> {
  const tip = await tipOf(client);
  if (!tip) return undefined;
  const { data } = await client.call((octokit) =>
    octokit.rest.git.getTree({ ...client.repository, tree_sha: tip.tree, recursive: '1' }),
  );
  const files = data.tree.filter(({ type }) => type === 'blob');
  return { ...tip, entries: files.map(({ path, sha }) => ({ path: path ?? '', blob: sha ?? '' })) };
}

async function tipOf(client: GitHubClient): Promise<{ readonly commit: string; readonly tree: string } | undefined> {
  const call = client.call((octokit) =>
    octokit.rest.repos.getCommit({ ...client.repository, ref: QUEUE_BRANCH, per_page: 1 }),
  );
  // 422 is how GitHub says that nothing has this name, 409 that the repository has no commits.
  const found = await absentWhen([404, 409, 422], call);
  return found && { commit: found.data.sha, tree: found.data.commit.tree.sha };
}

/** Makes the branch, unless somebody else just did. */
export async function beginBranch(client: GitHubClient): Promise<void> {
  const commit = await commitFiles(client, {
    message: 'Begin the queue of Codex Worker',
    files: [{ path: 'README.md', content: README }],
    parent: undefined,
  });
  try {
    await client.call((octokit) =>
      octokit.rest.git.createRef({ ...client.repository, ref: `refs/heads/${QUEUE_BRANCH}`, sha: commit.sha }),
    );
  } catch (error) {
    if (!answeredWith(error, 422)) throw error;
    if (!/already exists/i.test(badAnswer(error)?.message ?? '')) await refuseInTheWay(client);
  }
}

async function refuseInTheWay(client: GitHubClient): Promise<void> {
  const other = await findInTheWay(client, QUEUE_BRANCH);
  if (other === undefined) return;
  throw new Failure('push-refused', {
    what: `GitHub makes no branch ${QUEUE_BRANCH}: the branch ${other} is in the way.`,
    fix: `Rename the branch ${other}, then re-run the failed jobs.`,
  });
}

/** A file as a commit has it: by its text, by the name of contents that exist, or gone. */
export type NewFile = { readonly path: string } & ({ readonly content: string } | { readonly sha: string | null });

interface NewFiles {
  readonly message: string;
  readonly files: readonly NewFile[];
  readonly parent: Pick<QueueTree, 'commit' | 'tree'> | undefined;
}

/** Makes a commit that no branch has yet. */
export async function commitFiles(
  client: GitHubClient,
  { message, files, parent }: NewFiles,
): Promise<{ readonly sha: string; readonly tree: string }> {
  const entries = files.map((file) => ({ mode: '100644' as const, type: 'blob' as const, ...file }));
  const { data: tree } = await client.call((octokit) =>
    octokit.rest.git.createTree({ ...client.repository, tree: entries, ...(parent ? { base_tree: parent.tree } : {}) }),
  );
  const { data: commit } = await client.call((octokit) =>
    octokit.rest.git.createCommit({
      ...client.repository,
      message,
      tree: tree.sha,
      parents: parent ? [parent.commit] : [],
    }),
  );
  return { sha: commit.sha, tree: tree.sha };
}
