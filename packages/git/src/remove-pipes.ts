import type { Dirent } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** What git reads by itself wherever it comes by. */
const READ_BY_GIT = ['.gitignore', '.gitattributes', '.mailmap'];

/** Removes pipes that git would read, and wait for whoever writes into them for ever. No commit holds a pipe. */
export const removePipes = (folder: string): Promise<void> =>
  removeBelow(folder, { isRead: (name) => READ_BY_GIT.includes(name), passed: '.git' });

/** Of a repository within the folder, git may read whatever is in it. */
const withinRepository: Below = { isRead: () => true, passed: undefined };

interface Below {
  readonly isRead: (name: string) => boolean;
  /** A folder that is left as it is. */
  readonly passed: string | undefined;
}

async function removeBelow(folder: string, below: Below): Promise<void> {
  const entries = await entriesOf(folder);
  const placeOf = ({ name }: Dirent): string => path.join(folder, name);
  const pipes = entries.filter((entry) => entry.isFIFO() && below.isRead(entry.name));
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== below.passed);
  await Promise.all([
    ...pipes.map((entry) => rm(placeOf(entry), { force: true })),
    ...folders.map((entry) =>
      removeBelow(placeOf(entry), entry.name === '.git' ? withinRepository : { ...below, passed: undefined }),
    ),
  ]);
}

/** What a folder that is closed to us holds, git does not read either. */
const entriesOf = (folder: string): Promise<readonly Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => []);
