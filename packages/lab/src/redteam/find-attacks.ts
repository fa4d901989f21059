import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Attack } from './attack.ts';

const folder = path.join(import.meta.dirname, 'attacks');

/** All attacks: what the files below attacks/ export as `attacks`. */
export async function findAttacks(): Promise<readonly Attack[]> {
  const entries = await readdir(folder, { recursive: true });
  const files = entries.filter((file) => file.endsWith('.ts')).sort();
  const found = await Promise.all(files.map(attacksOf));
  return found.flat();
}

async function attacksOf(file: string): Promise<readonly Attack[]> {
  const { attacks }: { attacks?: readonly Attack[] } = await import(pathToFileURL(path.join(folder, file)).href);
  if (attacks === undefined) throw new TypeError(`${file} exports no \`attacks\`.`);
  return attacks;
}
