import { createHash } from 'node:crypto';
import { type BigIntStats, createReadStream } from 'node:fs';
import { realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { KeptFiles } from './kept-files.ts';

/** What later steps of a job commonly call by its name, with tokens in their environment. The first is what we call. */
const names = [
  'git',
  'node',
  'npm',
  'npx',
  'python3',
  'pip',
  'gh',
  'docker',
  'sudo',
  'curl',
  'tar',
  'sh',
  'bash',
  'env',
];

/**
 * Notes which programs these names stand for. Folders of the `PATH` may be open to all, as the tool cache of hosted
 * runners is: a program of the same name in one of them would be run in the place of the real one.
 *
 * `reach` are the folders that the turn can write to, undefined for all: a program out of its reach may be linked to by
 * somebody else meanwhile, as package managers do, which shows in the time of its last change. So does it where its owner
 * changes: what is lent to a user of Codex's own, the folder `lent`, is compared by what is in it.
 */
export async function keepPrograms(searched: string, places: Places = {}): Promise<KeptFiles> {
  const before = await programsOf(searched, places);
  return {
    putBack: async () => {
      const now = await programsOf(searched, places);
      const changed = names.filter((name) => before.get(name)?.stamp !== now.get(name)?.stamp);
      return (await Promise.all(changed.map((name) => takeAway(before.get(name), now.get(name))))).flat();
    },
  };
}

interface Places {
  readonly reach?: readonly string[] | undefined;
  readonly lent?: string | undefined;
}

interface Program {
  readonly file: string;
  /** Differs when the file is another one, or was written to. */
  readonly stamp: string;
}

async function programsOf(searched: string, places: Places): Promise<ReadonlyMap<string, Program>> {
  const folders = searched.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const found = await Promise.all(names.map(async (name) => [name, await programIn(folders, name, places)] as const));
  return new Map(found.flatMap(([name, program]) => (program ? [[name, program]] : [])));
}

async function programIn(folders: readonly string[], name: string, places: Places): Promise<Program | undefined> {
  for (const folder of folders) {
    const file = path.join(folder, name);
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    if (!found?.isFile() || (found.mode & 0o111n) === 0n) continue;
    const real = await realpath(file);
    const changed =
      places.lent !== undefined && isBelow(real, places.lent) ? await digestOf(real) : timesOf(found, real, places);
    return { file, stamp: [file, found.dev, found.ino, found.size, changed].join(' ') };
  }
  return undefined;
}

function timesOf({ mtimeNs, ctimeNs }: BigIntStats, real: string, { reach }: Places): string {
  const isInReach = reach === undefined || reach.some((root) => isBelow(real, root));
  return isInReach ? `${mtimeNs} ${ctimeNs}` : `${mtimeNs}`;
}

const isBelow = (file: string, folder: string): boolean => file.startsWith(`${folder}${path.sep}`);

/** One that nobody can read any more is another one. */
async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
    return hash.digest('hex');
  } catch {
    return 'unreadable';
  }
}

/** One that stands before the real one is taken away. One that was overwritten cannot be put back, and is named all the same. */
async function takeAway(before: Program | undefined, now: Program | undefined): Promise<readonly string[]> {
  if (now !== undefined && now.file !== before?.file) await rm(now.file, { force: true }).catch(() => undefined);
  return [now?.file ?? before?.file ?? ''];
}
