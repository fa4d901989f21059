import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Figure } from './measure.ts';

const dist = path.resolve(import.meta.dirname, '../dist');

/** What every job of every run downloads. */
export async function measureDist(): Promise<readonly Figure[]> {
  const sizes = await Promise.all((await readdir(dist)).map(async (name) => (await stat(path.join(dist, name))).size));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return [{ name: 'dist/', unit: 'MB', budget: 2.6, values: [bytes / 1_000_000], note: `${sizes.length} files` }];
}
