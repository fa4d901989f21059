import type { CommitSigner, FileChange } from '@codex-worker/core';
import { ABSENT_MODE, readChangedEntries } from './changed-entries.ts';
import type { Landing } from './land-commit.ts';
import { readBlobs } from './read-blobs.ts';
import type { Git } from './run-git.ts';

export interface SignedOrder {
  readonly branch: string;
  /** Whether the remote has the branch, at the parent. */
  readonly isThere: boolean;
  readonly parent: string;
  readonly tree: string;
  readonly message: string;
}

/** Hands a commit over to be made and signed by GitHub, byte for byte what git made of the patch. */
export async function landSigned(git: Git, signer: CommitSigner, order: SignedOrder): Promise<Landing> {
  const parentTree = await git.text(['rev-parse', `${order.parent}^{tree}`]);
  const changes = await fileChanges(git, parentTree, order.tree);
  const end = await signer.land({ ...order, parentTree, changes });
  switch (end.kind) {
    case 'landed':
      return { kind: 'pushed', sha: end.sha };
    case 'moved':
      return { kind: 'again' };
    case 'refused':
      return end;
  }
}

/** What changes from one tree to another, with the bytes of each file. */
async function fileChanges(git: Git, from: string, to: string): Promise<readonly FileChange[]> {
  const entries = readChangedEntries(await git.run(['diff-tree', '-r', '--raw', '--no-renames', '-z', from, to]));
  const present = entries.filter(({ after }) => after.mode !== ABSENT_MODE);
  const contents = await readBlobs(
    git,
    present.map(({ after }) => after.sha),
  );
  const put = present.map(({ path, after }, at) => ({
    kind: 'put' as const,
    path,
    mode: after.mode,
    bytes: contents[at] ?? Buffer.of(),
  }));
  const gone = entries.filter(({ after }) => after.mode === ABSENT_MODE);
  return [...put, ...gone.map(({ path }) => ({ kind: 'delete' as const, path }))];
}
