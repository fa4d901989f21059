import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import type { BareRepository } from './bare-repository.ts';
import { type FileChange, writeCommit } from './write-commit.ts';

/** What a new repository starts with: a folder to copy, or files by path, or both (the files win). */
export interface Seed {
  readonly folder?: string;
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
}

/** Makes the first commit of a repository. A seed without files makes none: the repository stays empty. */
export async function seedRepository(
  repository: BareRepository,
  branch: string,
  seed: Seed,
  date: string,
): Promise<string | undefined> {
  const changes = new Map<string, FileChange>();
  if (seed.folder !== undefined)
    for (const change of await readFolder(seed.folder, '')) changes.set(change.path, change);
  for (const [file, content] of Object.entries(seed.files ?? {}))
    changes.set(file, {
      kind: 'write',
      path: file,
      bytes: typeof content === 'string' ? Buffer.from(content) : content,
    });
  if (changes.size === 0) return undefined;
  const author = { name: 'Octo Org', email: 'octo-org@users.noreply.github.com', date };
  const message = 'Initial commit\n';
  return writeCommit(repository, {
    branch,
    parent: undefined,
    message,
    author,
    committer: author,
    changes: [...changes.values()],
  });
}

const skipped = new Set(['.git', 'node_modules']);

async function readFolder(root: string, inside: string): Promise<readonly FileChange[]> {
  const entries = await readdir(path.join(root, inside), { withFileTypes: true });
  const changes = await Promise.all(
    entries
      .filter((entry) => !skipped.has(entry.name))
      .map((entry) => {
        const relative = path.posix.join(inside, entry.name);
        return entry.isDirectory() ? readFolder(root, relative) : readOne(root, relative);
      }),
  );
  return changes.flat();
}

async function readOne(root: string, relative: string): Promise<readonly FileChange[]> {
  const full = path.join(root, relative);
  const found = await lstat(full);
  if (found.isSymbolicLink())
    return [{ kind: 'write', path: relative, bytes: Buffer.from(await readlink(full)), mode: '120000' }];
  if (!found.isFile()) return [];
  return [
    { kind: 'write', path: relative, bytes: await readFile(full), mode: found.mode & 0o100 ? '100755' : '100644' },
  ];
}
