import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { Release } from './release.ts';
import { neededFiles } from './unpack.ts';

const MARKER = '.complete';
const schema = v.object({ integrity: v.string(), files: v.record(v.string(), v.number()) });

/** Says that a folder holds a whole install. Throws when a needed file is missing. */
export async function markComplete(folder: string, integrity: string): Promise<void> {
  const files = await sizes(folder);
  await writeFile(path.join(folder, MARKER), JSON.stringify({ integrity, files }));
}

/** Whether a folder holds a whole install of a release, of the digest that we know. */
export async function isComplete(folder: string, release: Release): Promise<boolean> {
  try {
    const marker = v.parse(schema, JSON.parse(await readFile(path.join(folder, MARKER), 'utf8')));
    if (release.pinned !== undefined && marker.integrity !== release.pinned) return false;
    const actual = await sizes(folder);
    return neededFiles.every((name) => actual[name] === marker.files[name]);
  } catch {
    return false;
  }
}

async function sizes(folder: string): Promise<Readonly<Record<string, number>>> {
  const found = await Promise.all(
    neededFiles.map(async (name) => [name, (await stat(path.join(folder, name))).size] as const),
  );
  return Object.fromEntries(found);
}
