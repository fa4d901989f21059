import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Files that are in one of two folders only, or differ in a byte. */
export async function staleFiles(fresh: string, committed: string): Promise<readonly string[]> {
  const [built, kept] = [await filesOf(fresh), await filesOf(committed)];
  const names = new Set([...built.keys(), ...kept.keys()]);
  return [...names].filter((name) => !isSame(built.get(name), kept.get(name))).sort();
}

function isSame(one: Buffer | undefined, other: Buffer | undefined): boolean {
  return one !== undefined && other !== undefined && one.equals(other);
}

async function filesOf(folder: string): Promise<ReadonlyMap<string, Buffer>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => !entry.isDirectory()).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(files.map(async (file) => [path.relative(folder, file), await readFile(file)] as const)),
  );
}
