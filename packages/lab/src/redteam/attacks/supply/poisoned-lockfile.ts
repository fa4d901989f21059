import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Attack } from '../../attack.ts';
import type { Product } from '../../product.ts';

const threat = 'poisoned-lockfile';
const file = 'scripts/lockfile.ts';

interface LockfileChecks {
  withoutDigest(lockfile: string): readonly string[];
}

/** Whether the product's own lockfile passes with one more package. */
const passes = (resolution: string) => async (product: Product) => {
  const lockfile = await readFile(path.join(product.root, 'pnpm-lock.yaml'), 'utf8');
  const poisoned = lockfile.replace(
    /^packages:\n/m,
    `packages:\n\n  left-pad@1.0.0:\n    resolution: {${resolution}}\n`,
  );
  const { withoutDigest } = await product.load<LockfileChecks>(file);
  return poisoned !== lockfile && withoutDigest(poisoned).length === 0;
};

/** Whether a package's script runs when it is installed with the settings of the product. */
async function installRuns(product: Product): Promise<boolean> {
  await using resources = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'redteam-install-'));
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const proof = path.join(folder, 'proof');
  const write = async (name: string, manifest: object) => {
    await mkdir(path.join(folder, path.dirname(name)), { recursive: true });
    await writeFile(path.join(folder, name), JSON.stringify(manifest));
  };
  await write('package.json', { name: 'whole', private: true, dependencies: { demo: 'file:./demo' } });
  const script = `touch '${proof}'`;
  await write('demo/package.json', { name: 'demo', version: '1.0.0', scripts: { postinstall: script } });
  const settings = await readFile(path.join(product.root, 'pnpm-workspace.yaml'), 'utf8');
  await writeFile(path.join(folder, 'pnpm-workspace.yaml'), settings);
  const pnpm = path.join(product.root, 'node_modules/pnpm/bin/pnpm.cjs');
  const store = path.join(folder, 'store');
  const install = ['install', '--offline', '--no-frozen-lockfile', '--store-dir', store];
  const environment = { PATH: process.env['PATH'], HOME: folder };
  await promisify(execFile)(process.execPath, [pnpm, ...install], { cwd: folder, env: environment });
  if (!existsSync(path.join(folder, 'node_modules/demo/package.json'))) throw new Error('It was not installed.');
  return existsSync(proof);
}

export const attacks: readonly Attack[] = [
  {
    threat,
    name: 'a package of the lockfile comes from an address',
    wins: 'whatever the server of the attacker serves, on every machine that builds the worker',
    without: [{ file, find: ' && Object.keys(resolution).length === 1', replace: '' }],
    run: passes("integrity: sha512-AAAA, tarball: 'https://attacker.example/left-pad.tgz'"),
  },
  {
    threat,
    name: 'a package of the lockfile has a digest that can be forged',
    wins: 'another package with the same digest',
    without: [{ file, find: "!integrity.startsWith('sha512-')", replace: "!integrity.includes('-')" }],
    run: passes('integrity: sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk='),
  },
  {
    threat,
    name: 'a package runs a script when it is installed',
    wins: 'the machines of those who build the worker, before anybody used the package',
    without: [
      {
        file: 'pnpm-workspace.yaml',
        find: 'onlyBuiltDependencies: []\nignoredBuiltDependencies:\n  - esbuild\n',
        replace: 'dangerouslyAllowAllBuilds: true\n',
      },
    ],
    run: installRuns,
  },
];
