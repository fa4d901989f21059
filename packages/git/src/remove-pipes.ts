import type { Dirent } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** What git reads by itself wherever it comes by. */
const READ_BY_GIT = ['.gitignore', '.gitattributes', '.mailmap'];

/** Removes pipes that git would read, and wait for whoever writes into them for ever. No commit holds a pipe. */
export async function removePipes(folder: string): Promise<void> {
  const entries = await entriesOf(folder);
  const placeOf = ({ name }: Dirent): string => path.join(folder, name);
  const pipes = entries.filter((entry) => entry.isFIFO() && READ_BY_GIT.includes(entry.name));
  const folders = entries.filter((entry) => entry.isDirectory() && entry.name !== '.git');
  await Promise.all([
    ...pipes.map((entry) => rm(placeOf(entry), { force: true })),
    ...folders.map((entry) => removePipes(placeOf(entry))),
  ]);
}

/** What a folder that is closed to us holds, git does not read either. */
const entriesOf = (folder: string): Promise<readonly Dirent[]> =>
  readdir(folder, { withFileTypes: true }).catch(() => []);
