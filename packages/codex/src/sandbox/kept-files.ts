import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Files that a turn must leave as they are, because something that runs later obeys them. */
export interface KeptFiles {
  /** Puts back what changed, and answers the paths. */
  putBack(): Promise<readonly string[]>;
}

/** Notes files, and folders with all that is in them. What is not there now must not be there later. */
export async function keepFiles(places: readonly string[]): Promise<KeptFiles> {
  const before = await entriesOf(places);
  return {
    putBack: async () => {
      const now = await entriesOf(places);
      const changed = [...new Set([...before.keys(), ...now.keys()])]
        .filter((file) => before.get(file)?.digest !== now.get(file)?.digest)
        .sort();
      for (const file of changed) await restore(file, before.get(file));
      return changed;
    },
  };
}

interface Entry {
  readonly digest: string;
  readonly mode: number;
  readonly content: Content;
}

type Content =
  | { readonly kind: 'file'; readonly bytes: Buffer }
  | { readonly kind: 'link'; readonly to: string }
  | { readonly kind: 'folder' }
  /** A device, a pipe, a socket, or a file that is too large to be one of ours. */
  | { readonly kind: 'other' };

/** The largest that is kept is an event's payload. */
const LARGEST_BYTES = 32 * 1024 * 1024;
/** Who fills a folder with more than this has changed it all the same. */
const MOST_ENTRIES = 10_000;

async function entriesOf(places: readonly string[]): Promise<ReadonlyMap<string, Entry>> {
  const entries = new Map<string, Entry>();
  for (const place of places) await note(place, entries);
  return entries;
}

async function note(file: string, entries: Map<string, Entry>): Promise<void> {
  const content = await contentOf(file);
  if (content === undefined || entries.size > MOST_ENTRIES) return;
  const { mode } = await lstat(file);
  entries.set(file, { content, mode, digest: digestOf(content, mode) });
  if (content.kind !== 'folder') return;
  for (const name of await namesIn(file)) await note(path.join(file, name), entries);
}

/** A turn may have closed a folder, to hide in it what it changed. */
async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch {
    await chmod(folder, 0o700).catch(() => undefined);
    return readdir(folder).catch(() => []);
  }
}

/** Never through a link: a turn may have put one where a file was. */
async function contentOf(file: string): Promise<Content | undefined> {
  const found = await lstat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.isDirectory()) return { kind: 'folder' };
  if (found.isSymbolicLink()) return { kind: 'link', to: await readlink(file) };
  if (!found.isFile() || found.size > LARGEST_BYTES) return { kind: 'other' };
  // One that nobody may read is none that was kept.
  await using handle = await open(file, READING).catch(() => undefined);
  return handle ? { kind: 'file', bytes: await handle.readFile() } : { kind: 'other' };
}

const READING = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

function digestOf(content: Content, mode: number): string {
  const said = content.kind === 'file' ? content.bytes : content.kind === 'link' ? content.to : '';
  return createHash('sha256').update(`${content.kind} ${mode} `).update(said).digest('hex');
}

async function restore(file: string, before: Entry | undefined): Promise<void> {
  if (before?.content.kind === 'folder') {
    const found = await lstat(file).catch(() => undefined);
    if (!found?.isDirectory()) await rm(file, { force: true });
    await mkdir(file, { recursive: true });
    await chmod(file, before.mode & 0o7777);
    return;
  }
  await rm(file, { recursive: true, force: true });
  if (before?.content.kind === 'link') await symlink(before.content.to, file);
  if (before?.content.kind === 'file') {
    await writeFile(file, before.content.bytes, { mode: 0o600, flag: 'wx' });
    // By itself a new file has less than that, by the umask.
    await chmod(file, before.mode & 0o777);
  }
}
