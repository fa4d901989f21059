import { cp, link, mkdir, readdir, readFile, readlink, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { productRoot } from '../lab.ts';
import type { Change } from './attack.ts';

/** What the product is made of, without its tests and without this lab. */
const parts = [
  '.github',
  'actions',
  'examples',
  'packages',
  'scripts',
  'package.json',
  'pnpm-lock.yaml',
  'pnpm-workspace.yaml',
  'tsconfig.base.json',
];
const leftOut = /\/(?:__snapshots__|\.vite[^/]*|\.turbo|\.bin|packages\/lab)(?:\/|$)|\.test\.ts$/;

/** Copies the product's sources to a folder, where they load and build as they do in their own. */
export async function copySources(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const filter = (source: string) => !leftOut.test(source.slice(productRoot.length));
  // The links of a package's node_modules lead from one package to the next, so they stay relative.
  const options = { recursive: true, verbatimSymlinks: true, filter };
  await Promise.all(parts.map((part) => cp(path.join(productRoot, part), path.join(folder, part), options)));
  await symlink(path.join(productRoot, 'node_modules'), path.join(folder, 'node_modules'));
}

/** A second tree of the same files, which cost nothing until they are changed. */
export async function linkSources(folder: string, from: string): Promise<void> {
  await mkdir(folder);
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [old, made] = [path.join(from, entry.name), path.join(folder, entry.name)];
    // What was built from other sources is none of this tree's.
    if (entry.name === 'dist') continue;
    if (entry.isDirectory()) await linkSources(made, old);
    else if (entry.isSymbolicLink()) await symlink(await readlink(old), made);
    else await link(old, made);
  }
}

/** Changes sources. A text that does not stand there exactly once is an error: the defence has moved, and the attack must follow. */
export async function changeSources(folder: string, changes: readonly Change[]): Promise<void> {
  for (const { file, find, replace } of changes) {
    const name = path.join(folder, file);
    const text = await readFile(name, 'utf8');
    const count = text.split(find).length - 1;
    if (count !== 1) throw new Error(`${file} has ${count} times, not once, the text: ${find}`);
    // The tree that it is linked from keeps its own.
    await rm(name);
    await writeFile(
      name,
      text.replace(find, () => replace),
    );
  }
}
