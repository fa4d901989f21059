import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { defaultVersion, installCodex } from '@codex-worker/codex';
import { sharedCache } from '@codex-worker/lab/tool-cache';
import { type Figure, repeat, time } from './measure.ts';

const execute = promisify(execFile);
const packageVersion = `${defaultVersion}-linux-${process.arch}`;

/** Codex ready on a bare runner: from its tarball on loopback, beside `npm i -g` with a warm cache of npm's. */
export async function measureInstall(rounds: number): Promise<readonly Figure[]> {
  const cache = path.join(sharedCache(), 'bench');
  const npmCache = path.join(cache, 'npm');
  await mkdir(npmCache, { recursive: true });
  const tarball = await fetchTarball(cache, npmCache);
  await using registry = await serveTarball(tarball);
  await byNpm(cache, npmCache);
  const taken = await repeat(rounds, async () => ({
    ours: await byTarball(cache, registry.url),
    npm: await byNpm(cache, npmCache),
  }));
  return [
    {
      name: 'Codex ready, from its tarball on loopback',
      unit: 'ms',
      budget: 3500,
      values: taken.map(({ ours }) => ours),
    },
    {
      name: 'npm i -g @openai/codex, for comparison',
      unit: 'ms',
      note: 'cache of npm warm',
      values: taken.map(({ npm }) => npm),
    },
  ];
}

async function fetchTarball(folder: string, npmCache: string): Promise<string> {
  const find = async () => (await readdir(folder)).find((name) => name.endsWith(`${packageVersion}.tgz`));
  if (!(await find())) {
    const spec = `@openai/codex@${packageVersion}`;
    await execute('npm', ['pack', spec, '--pack-destination', folder, '--cache', npmCache], { cwd: folder });
  }
  return path.join(folder, (await find()) ?? '');
}

async function serveTarball(file: string) {
  const { stdout } = await execute('npm', ['view', `@openai/codex@${packageVersion}`, 'dist.integrity']);
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return void createReadStream(file).pipe(response);
    const tarball = `http://${request.headers.host}/codex.tgz`;
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ dist: { tarball, integrity: stdout.trim() } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function byTarball(parent: string, registry: string): Promise<number> {
  const toolCache = await mkdtemp(path.join(parent, 'tools-'));
  const ms = await time(async () => {
    const { binary } = await installCodex({
      version: defaultVersion,
      toolCache,
      registry,
      platform: process.platform,
      arch: process.arch,
      environment: process.env,
      signal: AbortSignal.timeout(120_000),
    });
    await execute(binary, ['--version']);
  });
  await rm(toolCache, { recursive: true, force: true });
  return ms;
}

async function byNpm(parent: string, npmCache: string): Promise<number> {
  const prefix = await mkdtemp(path.join(parent, 'prefix-'));
  const ms = await time(async () => {
    const options = ['--prefix', prefix, '--cache', npmCache, '--no-audit', '--no-fund'];
    await execute('npm', ['install', '--global', `@openai/codex@${defaultVersion}`, ...options]);
    await execute(path.join(prefix, 'bin/codex'), ['--version']);
  });
  await rm(prefix, { recursive: true, force: true });
  return ms;
}
