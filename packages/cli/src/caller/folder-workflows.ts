import { lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Refusal } from '../refusal.ts';

/** The workflow files of a folder, by path. */
export async function readWorkflows(folder: string): Promise<ReadonlyMap<string, string>> {
  for (const parent of ['.github', '.github/workflows']) await refuseOdd(folder, parent);
  const entries = await readdir(path.join(folder, '.github/workflows')).catch(() => []);
  const files = entries.filter((name) => /\.ya?ml$/.test(name)).map((name) => `.github/workflows/${name}`);
  const texts = files.map(async (file) => [file, await readOwn(folder, file)] as const);
  return new Map(await Promise.all(texts));
}

/** GitHub follows no link to the workflows, and one may lead out of the repository. */
async function refuseOdd(folder: string, parent: string): Promise<void> {
  const stats = await lstat(path.join(folder, parent)).catch(() => undefined);
  if (stats === undefined || stats.isDirectory()) return;
  throw new Refusal(`${parent} is a link, or no folder at all. Put a folder in its place, or remove it.`);
}

/** A link may lead out of the repository: what it leads to is neither read nor overwritten. */
async function readOwn(folder: string, file: string): Promise<string> {
  const full = path.join(folder, file);
  if ((await lstat(full)).isFile()) return readFile(full, 'utf8');
  throw new Refusal(`${file} is a link, or no file at all. Put a file in its place, or remove it.`);
}
