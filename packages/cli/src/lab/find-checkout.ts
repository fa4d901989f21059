import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseJson } from '@codex-worker/core';

/** The folder of the checkout of the product that a folder is in; undefined: it is in none. */
export async function findCheckout(folder: string): Promise<string | undefined> {
  for (let at = path.resolve(folder); ; at = path.dirname(at)) {
    if (await isCheckout(at)) return at;
    if (at === path.dirname(at)) return undefined;
  }
}

/** The sources of this command stand in a checkout themselves; the packed command does not. */
export function ownFolder(): string | undefined {
  return import.meta.filename.endsWith('.ts') ? import.meta.dirname : undefined;
}

async function isCheckout(folder: string): Promise<boolean> {
  try {
    const manifest = parseJson(await readFile(path.join(folder, 'package.json'), 'utf8'));
    const named = typeof manifest === 'object' && manifest !== null && 'name' in manifest ? manifest.name : undefined;
    await access(path.join(folder, 'packages/lab/src/main.ts'));
    await access(path.join(folder, 'scripts/with-tools.mjs'));
    return named === 'codex-worker';
  } catch {
    return false;
  }
}
