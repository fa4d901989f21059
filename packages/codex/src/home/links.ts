import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';

/** Takes away whatever is neither a file nor a folder: a command without sandbox may have put a link where a transcript was. */
export async function dropLinks(place: string): Promise<void> {
  const found = await lstat(place).catch(() => undefined);
  if (found === undefined || found.isFile()) return;
  if (!found.isDirectory()) return rm(place);
  for (const name of await readdir(place)) await dropLinks(path.join(place, name));
}
