import type { BareRepository } from './bare-repository.ts';
import type { Signature } from './commits.ts';

/** The tree that merging two commits gives; undefined when they conflict. Needs git 2.38 or later. */
export async function mergeTrees(repository: BareRepository, base: string, head: string): Promise<string | undefined> {
  return repository.ask(['merge-tree', '--write-tree', base, head]);
}

export interface MergeCommit {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly by: Signature;
}

/** Writes a commit object without moving any ref. */
export function commitTree(repository: BareRepository, commit: MergeCommit): Promise<string> {
  const { name, email, date } = commit.by;
  return repository.text(
    ['commit-tree', commit.tree, ...commit.parents.flatMap((parent) => ['-p', parent]), '-F', '-'],
    {
      input: commit.message,
      env: {
        GIT_AUTHOR_NAME: name,
        GIT_AUTHOR_EMAIL: email,
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_NAME: name,
        GIT_COMMITTER_EMAIL: email,
        GIT_COMMITTER_DATE: date,
      },
    },
  );
}
