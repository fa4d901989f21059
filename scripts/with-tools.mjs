// Runs a command with the project's own tools: installs them first if need be, then puts Node 24 and
// node_modules/.bin first on PATH. Plain JavaScript for Node 20, because it runs before anything is installed.
//
//   node scripts/with-tools.mjs <command> [arguments…]
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const stamp = path.join(root, 'node_modules', '.installed-lockfile');

/** What an install depends on: the lockfile and every manifest. */
function manifestsDigest() {
  const manifests = ['packages', 'actions'].flatMap((folder) =>
    readdirSync(path.join(root, folder)).map((name) => path.join(folder, name, 'package.json')),
  );
  const hash = createHash('sha256');
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', ...manifests.sort()]) {
    const full = path.join(root, file);
    if (existsSync(full)) hash.update(file).update(readFileSync(full));
  }
  return hash.digest('hex');
}

function install() {
  const digest = manifestsDigest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) return;
  const { packageManager } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
  process.stderr.write(`Installing the project's tools with ${packageManager} (once for each lockfile) …\n`);
  const { status } = spawnSync(
    'npx',
    [
      '--yes',
      packageManager,
      'install',
      existsSync(path.join(root, 'pnpm-lock.yaml')) ? '--frozen-lockfile' : '--no-frozen-lockfile',
      '--reporter=append-only',
    ],
    // Everything goes to stderr: what a command prints on stdout may be read by a machine.
    { cwd: root, stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) {
    process.stderr.write(
      `The install ended with exit code ${status}. Read the lines above: either the npm registry cannot be reached (npm ping), or pnpm-lock.yaml is out of date (npx ${packageManager} install).\n`,
    );
    process.exit(status ?? 1);
  }
  writeFileSync(stamp, manifestsDigest());
}

/** The folder of a Node 24 or later: the pinned package, or the Node that runs this file. */
function nodeFolder() {
  const require = createRequire(path.join(root, 'package.json'));
  try {
    return path.join(path.dirname(require.resolve(`node-${process.platform}-${process.arch}/package.json`)), 'bin');
  } catch {
    if (Number(process.versions.node.split('.')[0]) >= 24) return path.dirname(process.execPath);
    process.stderr.write(
      `There is no pinned Node 24 for ${process.platform}-${process.arch}, and this is Node ${process.versions.node}. Install Node 24 or later and run the command again.\n`,
    );
    process.exit(1);
  }
}

install();
const [command, ...args] = process.argv.slice(2);
const folders = [nodeFolder(), path.join(root, 'node_modules', '.bin'), process.env.PATH];
const child = spawn(command, args, {
  stdio: 'inherit',
  // npm sets npm_config_* for its own use; pnpm and turbo would read some of them as theirs.
  env: { ...process.env, PATH: folders.join(path.delimiter), TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('error', (error) => {
  process.stderr.write(`${command} could not be started: ${error.message}\n`);
  process.exit(1);
});
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
