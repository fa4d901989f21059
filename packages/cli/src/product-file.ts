import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The packed command carries the files in a folder of its own; a checkout has them at its root. */
const places = ['../product', '../../..'] as const;

/** A file of the product, as `examples/codex.yml` or `.github/workflows/codex-worker.yml`. */
export async function productFile(name: string): Promise<string> {
  const [packed, checkout] = places.map((place) => path.join(import.meta.dirname, place, name));
  return readFile(packed ?? '', 'utf8').catch(() => readFile(checkout ?? '', 'utf8'));
}
