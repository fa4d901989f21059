import type { BareRepository } from './bare-repository.ts';

export interface TreeEntry {
  readonly mode: string;
  readonly type: 'blob' | 'tree' | 'commit';
  readonly sha: string;
  readonly size: number;
  readonly path: string;
}

/** What a path is at a commit; undefined when there is nothing. */
export async function readEntry(repository: BareRepository, sha: string, path: string): Promise<TreeEntry | undefined> {
  const entries = parse(await repository.ask(['ls-tree', '-l', '-z', sha, '--', path]));
  return entries.find((entry) => entry.path === path);
}

/** What a folder holds at a commit; the root is the empty path. */
export async function listFolder(
  repository: BareRepository,
  sha: string,
  folder: string,
): Promise<readonly TreeEntry[]> {
  return parse(await repository.ask(['ls-tree', '-l', '-z', sha, ...(folder === '' ? [] : ['--', `${folder}/`])]));
}

/** The paths of all files below a folder at a commit. */
export async function listFilesBelow(
  repository: BareRepository,
  sha: string,
  folder: string,
): Promise<readonly string[]> {
  const listing = await repository.ask(['ls-tree', '-r', '-z', '--name-only', sha, '--', folder === '' ? '.' : folder]);
  return (listing ?? '').split('\0').filter((path) => path !== '');
}

/** A file's bytes at a commit. */
export async function readBlob(repository: BareRepository, blob: string): Promise<Buffer> {
  return repository.run(['cat-file', 'blob', blob]);
}

function parse(listing: string | undefined): readonly TreeEntry[] {
  return (listing ?? '')
    .split('\0')
    .filter((line) => line !== '')
    .map((line) => {
      const [head = '', path = ''] = line.split('\t');
      const [mode = '', type = '', sha = '', size = '0'] = head.split(/ +/);
      return { mode, type: type as TreeEntry['type'], sha, size: Number(size) || 0, path };
    });
}
