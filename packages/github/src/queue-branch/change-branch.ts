import { QUEUE_BRANCH, type QueueChange } from '@codex-worker/core';
import { answeredWith, mayHaveWorked } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { beginBranch, commitFiles, filesOf, type NewFile, type QueueTree } from './queue-branch.ts';

interface WantedChange {
  readonly changes: readonly QueueChange[];
  readonly message: string;
  /** The branch as it was listed a moment ago. */
  readonly tree: QueueTree | undefined;
}

/** Puts one commit with all changes on the branch as it is now. Undefined: it moved meanwhile, to be tried again. */
export async function changeBranch(
  client: GitHubClient,
  { changes, message, tree: listed }: WantedChange,
): Promise<'done' | undefined> {
  // A file that was not there yet when it was listed may be there now.
  const tree = listed && changes.every((change) => isIn(listed, change)) ? listed : await filesOf(client);
  if (!tree) {
    if (changes.every(({ kind }) => kind === 'remove')) return 'done';
    await beginBranch(client);
    return undefined;
  }
  const files = changes.flatMap((change) => filesIn(change, tree));
  if (files.length === 0) return 'done';
  const commit = await commitFiles(client, { message, files, parent: tree });
  if (commit.tree === tree.tree) return 'done';
  return swap(client, commit.sha);
}

function isIn({ entries }: QueueTree, change: QueueChange): boolean {
  if (change.kind === 'write') return true;
  const path = change.kind === 'move' ? change.file.path : change.path;
  return entries.some((entry) => entry.path === path);
}

function filesIn(change: QueueChange, { entries }: QueueTree): readonly NewFile[] {
  // GitHub refuses a tree that removes what is not there.
  const gone = (path: string) => (entries.some((entry) => entry.path === path) ? [{ path, sha: null }] : []);
  switch (change.kind) {
    case 'write':
      return [{ path: change.path, content: change.text }];
    case 'move':
      return [...gone(change.file.path), { path: change.to, sha: change.file.blob }];
    case 'remove':
      return gone(change.path);
  }
}

/** Without force GitHub moves the branch only to a descendant of where it is: a compare-and-swap. */
async function swap(client: GitHubClient, sha: string): Promise<'done' | undefined> {
  try {
    await client.call((octokit) =>
      octokit.rest.git.updateRef({ ...client.repository, ref: `heads/${QUEUE_BRANCH}`, sha, force: false }),
    );
    return 'done';
  } catch (error) {
    // When the answer was lost, the next attempt finds what the first one did.
    if (answeredWith(error, 409, 422) || mayHaveWorked(error)) return undefined;
    throw error;
  }
}
