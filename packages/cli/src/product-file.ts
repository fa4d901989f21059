import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** The packed command carries the files in a folder of its own; its sources stand in a checkout that has them at its root. */
const place = import.meta.filename.endsWith('.ts') ? '../../..' : '../../product';

/** A file of the product, as `examples/codex.yml` or `.github/workflows/codex-worker.yml`. */
export async function productFile(name: string): Promise<string> {
  return readFile(path.join(import.meta.dirname, place, name), 'utf8');
}
