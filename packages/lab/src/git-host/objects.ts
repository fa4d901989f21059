import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { BareRepository } from './bare-repository.ts';
import type { Signature } from './commits.ts';

/** What an object of git is; undefined when there is no such object. */
export async function objectType(repository: BareRepository, sha: string): Promise<string | undefined> {
  return /^[0-9a-f]{40}$/.test(sha) ? repository.ask(['cat-file', '-t', sha]) : undefined;
}

/** Stores bytes; resolves to the blob's SHA. */
export function writeBlob(repository: BareRepository, bytes: Uint8Array): Promise<string> {
  return repository.text(['hash-object', '-w', '--stdin'], { input: bytes });
}

/** What a path of a new tree becomes: another object, or nothing. */
export type TreeChange =
  | { readonly kind: 'put'; readonly path: string; readonly mode: string; readonly sha: string }
  | { readonly kind: 'delete'; readonly path: string };

/** Stores a tree: another tree with changes, or the changes alone. A folder among them stands for all its files. */
export async function writeTree(
  repository: BareRepository,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<string> {
  const index = path.join(tmpdir(), `lab-index-${randomUUID()}`);
  const env = { GIT_INDEX_FILE: index };
  try {
    await repository.run(['read-tree', ...(base === undefined ? ['--empty'] : [base])], { env });
    const lines = await Promise.all(changes.map((change) => indexLines(repository, change)));
    await repository.run(['update-index', '-z', '--index-info'], { env, input: lines.flat().join('') });
    return await repository.text(['write-tree'], { env });
  } finally {
    await rm(index, { force: true });
  }
}

async function indexLines(repository: BareRepository, change: TreeChange): Promise<readonly string[]> {
  if (change.kind === 'delete') return [`0 ${'0'.repeat(40)}\t${change.path}\0`];
  if (change.mode !== '040000') return [`${change.mode} ${change.sha}\t${change.path}\0`];
  const inside = await repository.text(['ls-tree', '-r', '-z', '--full-tree', change.sha]);
  return inside
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [head = '', file = ''] = line.split('\t');
      const [mode = '', , sha = ''] = head.split(' ');
      return `${mode} ${sha}\t${change.path}/${file}\0`;
    });
}

/** A commit that no ref has yet. */
export interface CommitObject {
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
}

/** Stores a commit; resolves to its SHA. */
export function writeCommitObject(repository: BareRepository, commit: CommitObject): Promise<string> {
  const parents = commit.parents.flatMap((parent) => ['-p', parent]);
  return repository.text(['commit-tree', commit.tree, ...parents, '-F', '-'], {
    input: commit.message,
    env: { ...identity('AUTHOR', commit.author), ...identity('COMMITTER', commit.committer) },
  });
}

function identity(role: 'AUTHOR' | 'COMMITTER', { name, email, date }: Signature): Record<string, string> {
  return { [`GIT_${role}_NAME`]: name, [`GIT_${role}_EMAIL`]: email, [`GIT_${role}_DATE`]: date };
}
