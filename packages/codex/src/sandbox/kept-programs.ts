import { rm, stat } from 'node:fs/promises';
import path from 'node:path';
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
 */
export async function keepPrograms(searched: string): Promise<KeptFiles> {
  const before = await programsOf(searched);
  return {
    putBack: async () => {
      const now = await programsOf(searched);
      const changed = names.filter((name) => before.get(name)?.stamp !== now.get(name)?.stamp);
      return (await Promise.all(changed.map((name) => takeAway(before.get(name), now.get(name))))).flat();
    },
  };
}

interface Program {
  readonly file: string;
  /** Differs when the file is another one, or was written to. */
  readonly stamp: string;
}

async function programsOf(searched: string): Promise<ReadonlyMap<string, Program>> {
  const folders = searched.split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const found = await Promise.all(names.map(async (name) => [name, await programIn(folders, name)] as const));
  return new Map(found.flatMap(([name, program]) => (program ? [[name, program]] : [])));
}

async function programIn(folders: readonly string[], name: string): Promise<Program | undefined> {
  for (const folder of folders) {
    const file = path.join(folder, name);
    const found = await stat(file, { bigint: true }).catch(() => undefined);
    if (!found?.isFile() || (found.mode & 0o111n) === 0n) continue;
    return { file, stamp: [file, found.dev, found.ino, found.size, found.mtimeNs, found.ctimeNs].join(' ') };
  }
  return undefined;
}

/** One that stands before the real one is taken away. One that was overwritten cannot be put back, and is named all the same. */
async function takeAway(before: Program | undefined, now: Program | undefined): Promise<readonly string[]> {
  if (now !== undefined && now.file !== before?.file) await rm(now.file, { force: true }).catch(() => undefined);
  return [now?.file ?? before?.file ?? ''];
}
