import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'hidden-bundle';
const file = 'scripts/stale-files.ts';

interface StaleFiles {
  staleFiles(fresh: string, committed: string): Promise<readonly string[]>;
}

/** Whether a dist/ with these files passes for what the sources build to. */
const passes = (committed: Readonly<Record<string, string>>) => async (product: Product) => {
  await using resources = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'redteam-dist-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const built = { 'codex-run.mjs': 'run();', 'chunk-a.mjs': 'a();' };
  const [fresh, kept] = [path.join(folder, 'fresh'), path.join(folder, 'kept')];
  await write(fresh, built);
  await write(kept, { ...built, ...committed });
  const { staleFiles } = await product.load<StaleFiles>(file);
  return (await staleFiles(fresh, kept)).length === 0;
};

async function write(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await mkdir(folder);
  await Promise.all(Object.entries(files).map(([name, text]) => writeFile(path.join(folder, name), text)));
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a bundle of dist/ has code that is in no source',
    wins: 'code in every repository that takes the next release',
    without: [{ file, find: 'one.equals(other)', replace: 'one.length > 0' }],
    run: passes({ 'codex-run.mjs': 'run();steal();' }),
  },
  {
    threat,
    name: 'dist/ has a file that no source builds to, for a bundle to load',
    wins: 'code in every repository that takes the next release',
    without: [{ file, find: '...built.keys(), ...kept.keys()', replace: '...built.keys()' }],
    run: passes({ 'undici.cjs': 'steal();' }),
  },
];
