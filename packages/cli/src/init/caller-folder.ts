import { lstat, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../refusal.ts';
import type { PlannedFile } from './plan-files.ts';
import type { CallerFile } from './render-callers.ts';

/** The workflow files of a folder, by path. */
export async function readWorkflows(folder: string): Promise<ReadonlyMap<string, string>> {
  const entries = await readdir(path.join(folder, '.github/workflows')).catch(() => []);
  const files = entries.filter((name) => /\.ya?ml$/.test(name)).map((name) => `.github/workflows/${name}`);
  const texts = files.map(async (file) => [file, await readOwn(folder, file)] as const);
  return new Map(await Promise.all(texts));
}

/** A link may lead out of the repository: what it leads to is neither read nor overwritten. */
async function readOwn(folder: string, file: string): Promise<string> {
  const full = path.join(folder, file);
  if ((await lstat(full)).isFile()) return readFile(full, 'utf8');
  throw new Refusal(`${file} is a link, or no file at all. Put a file in its place, or remove it.`);
}

/** What stands where the files would go. */
export function besideWhatIs(files: readonly CallerFile[], there: ReadonlyMap<string, string>): readonly PlannedFile[] {
  return files.map((file) => ({ ...file, before: there.get(file.path) }));
}

/** Writes the files. One that was not there a moment ago still must not be. */
export async function writeFiles(folder: string, files: readonly PlannedFile[]): Promise<void> {
  for (const file of files) {
    const full = path.join(folder, file.path);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, file.text, { flag: file.before === undefined ? 'wx' : 'w' });
  }
}
