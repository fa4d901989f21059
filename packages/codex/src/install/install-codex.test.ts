import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import http, { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { Failure } from '@codex-worker/core';
import { Header } from 'tar/header';
import { expect, test } from 'vitest';
import { type InstallOrder, installCodex } from './install-codex.ts';
import type { Fetch } from './registry.ts';
import { neededFiles } from './unpack.ts';

const vendor = 'package/vendor/x86_64-unknown-linux-musl';

/** A package with these files, as npm packs it. */
function packageOf(names: readonly string[]): Buffer {
  const blocks = names.flatMap((name) => {
    const content = Buffer.from(`content of ${name}\n`);
    const header = Buffer.alloc(512);
    new Header({ path: `${vendor}/${name}`, size: content.length, mode: 0o755, type: 'File' }).encode(header, 0);
    return [header, content, Buffer.alloc(512 - content.length)];
  });
  return gzipSync(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

const whole = packageOf([...neededFiles, 'codex-resources/voice/manifest.json']);
const integrityOf = (bytes: Buffer) => `sha512-${createHash('sha512').update(bytes).digest('base64')}`;

interface Registry extends AsyncDisposable {
  readonly url: string;
  readonly toolCache: string;
  /** What was asked for, oldest first. */
  readonly asked: readonly string[];
}

/** A registry that serves one tarball as version 1.2.3, and a fresh tool cache. */
async function registryWith(tarball: Buffer, integrity = integrityOf(tarball)): Promise<Registry> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/codex.tgz') return response.end(tarball);
    if (request.url !== '/@openai/codex/1.2.3-linux-x64') return response.writeHead(404).end('{}');
    return response.end(JSON.stringify({ dist: { tarball: `http://${request.headers.host}/codex.tgz`, integrity } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const toolCache = await mkdtemp(path.join(tmpdir(), 'tool-cache-'));
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`,
    toolCache,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
      await rm(toolCache, { recursive: true });
    },
  };
}

function orderFrom(registry: Registry, changes: Partial<InstallOrder> = {}): InstallOrder {
  return {
    version: '1.2.3',
    toolCache: registry.toolCache,
    registry: registry.url,
    platform: 'linux',
    arch: 'x64',
    environment: {},
    signal: AbortSignal.timeout(10_000),
    ...changes,
  };
}

async function failureOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof Failure ? `${error.code}: ${error.message}` : `not a Failure: ${error}`;
}

const kept = async (registry: Registry) => await readdir(path.join(registry.toolCache, 'codex-worker-codex', '1.2.3'));

test('an install keeps the files that Codex needs, where Codex looks for them, and nothing else', async () => {
  await using registry = await registryWith(whole);
  const { folder, binary, cached } = await installCodex(orderFrom(registry));
  expect(await readFile(binary, 'utf8')).toBe('content of bin/codex\n');
  expect(await readFile(path.join(folder, 'codex-resources/bwrap'), 'utf8')).toContain('bwrap');
  expect((await readdir(folder)).sort()).toEqual([
    '.complete',
    'bin',
    'codex-package.json',
    'codex-path',
    'codex-resources',
  ]);
  expect(await readdir(path.join(folder, 'codex-resources'))).toEqual(['bwrap']);
  expect(cached).toBe(false);
});

test('a second install asks nobody', async () => {
  await using registry = await registryWith(whole);
  await installCodex(orderFrom(registry));
  const before = [...registry.asked];
  expect(await installCodex(orderFrom(registry))).toMatchObject({ cached: true });
  expect(registry.asked).toEqual(before);
});

test('an install that lost a file is made again', async () => {
  await using registry = await registryWith(whole);
  const { binary } = await installCodex(orderFrom(registry));
  await rm(binary);
  expect(await installCodex(orderFrom(registry))).toMatchObject({ cached: false });
  expect(await readFile(binary, 'utf8')).toBe('content of bin/codex\n');
});

test('an install whose binary was cut short is made again', async () => {
  await using registry = await registryWith(whole);
  const { binary } = await installCodex(orderFrom(registry));
  await writeFile(binary, 'con');
  await installCodex(orderFrom(registry));
  expect(await readFile(binary, 'utf8')).toBe('content of bin/codex\n');
});

test('two installs at once both end with the one whole install', async () => {
  await using registry = await registryWith(whole);
  const [first, second] = await Promise.all([installCodex(orderFrom(registry)), installCodex(orderFrom(registry))]);
  expect(first?.binary).toBe(second?.binary);
  expect(await kept(registry)).toEqual(['x64']);
});

test('a package with another digest is refused, and nothing of it stays', async () => {
  await using registry = await registryWith(whole, 'sha512-AAAA');
  expect(await failureOf(installCodex(orderFrom(registry)))).toMatch(
    /^codex-install: .*has the digest sha512-.*not sha512-AAAA/,
  );
  expect(await kept(registry)).toEqual([]);
});

test('the digest of the default version is ours, whatever the registry says', async () => {
  const order = { version: '0.169.0', platform: 'linux', arch: 'x64' };
  await using registry = await registryWith(whole);
  const metadata = JSON.stringify({ dist: { tarball: `${registry.url}codex.tgz`, integrity: integrityOf(whole) } });
  const fetch: Fetch = async (url, options) =>
    url.endsWith('0.169.0-linux-x64') ? new Response(metadata) : await globalThis.fetch(url, options);
  expect(await failureOf(installCodex(orderFrom(registry, { ...order, fetch })))).toContain('not sha512-o05NyAOC');
});

test('a package that breaks off is refused, and nothing of it stays', async () => {
  await using registry = await registryWith(whole.subarray(0, whole.length - 30), integrityOf(whole));
  expect(await failureOf(installCodex(orderFrom(registry)))).toMatch(/^codex-install: Codex could not be downloaded/);
  expect(await kept(registry)).toEqual([]);
});

test('a package that lacks a file is refused by its name', async () => {
  await using registry = await registryWith(packageOf(neededFiles.filter((name) => name !== 'codex-path/rg')));
  expect(await failureOf(installCodex(orderFrom(registry)))).toMatch(/lacks a file that Codex needs: .*codex-path\/rg/);
  expect(await kept(registry)).toEqual([]);
});

test('a version that does not exist is named', async () => {
  await using registry = await registryWith(whole);
  expect(await failureOf(installCodex(orderFrom(registry, { version: '9.9.9' })))).toContain(
    'has no Codex 9.9.9 for linux-x64',
  );
});

test('a registry that cannot be reached is named', async () => {
  await using registry = await registryWith(whole);
  const order = orderFrom(registry, { registry: 'http://127.0.0.1:9/' });
  expect(await failureOf(installCodex(order))).toMatch(/could not be downloaded from http:\/\/127\.0\.0\.1:9\/.*/);
});

test('where the machine reaches others through a proxy, the registry is asked through it', async () => {
  await using registry = await registryWith(whole);
  const asked: string[] = [];
  const proxy = createServer((request, response) => {
    asked.push(`${request.url}`);
    const { pathname } = new URL(request.url ?? '');
    http.get(new URL(pathname, registry.url), { headers: { host: 'registry.example' } }, (answer) => {
      response.writeHead(answer.statusCode ?? 500);
      answer.pipe(response);
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const address = proxy.address();
  const environment = { http_proxy: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}` };
  await installCodex(orderFrom(registry, { registry: 'http://registry.example', environment }));
  proxy.close();
  expect(asked).toEqual(['http://registry.example/@openai/codex/1.2.3-linux-x64', 'http://registry.example/codex.tgz']);
});

test('a registry that keeps its packages elsewhere is followed there', async () => {
  await using registry = await registryWith(whole);
  const store = createServer((request, response) => {
    response.writeHead(302, { location: new URL(request.url ?? '', registry.url).href }).end('Found');
  });
  await new Promise<void>((resolve) => store.listen(0, '127.0.0.1', resolve));
  const address = store.address();
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  expect(await installCodex(orderFrom(registry, { registry: url }))).toMatchObject({ cached: false });
  store.close();
});

test('without npm and without a registry, both ways out are named', async () => {
  await using registry = await registryWith(whole);
  const order = orderFrom(registry, { registry: undefined, environment: { PATH: '/nowhere' } });
  expect(await failureOf(installCodex(order))).toMatch(/npm did not say .*Install npm on the runner/);
});

test('npm says which registry it is set to, through its environment too', async () => {
  await using registry = await registryWith(whole);
  const environment = { PATH: process.env['PATH'], HOME: registry.toolCache, npm_config_registry: registry.url };
  expect(await installCodex(orderFrom(registry, { registry: undefined, environment }))).toMatchObject({
    cached: false,
  });
});

const machines = [
  { platform: 'win32', arch: 'x64', names: 'win32-x64' },
  { platform: 'linux', arch: 'arm', names: 'linux-arm' },
];
for (const { platform, arch, names } of machines) {
  test(`a runner of ${names} is refused by name`, async () => {
    await using registry = await registryWith(whole);
    expect(await failureOf(installCodex(orderFrom(registry, { platform, arch })))).toContain(`This runner is ${names}`);
  });
}

test('a version that is a path is refused', async () => {
  await using registry = await registryWith(whole);
  expect(await failureOf(installCodex(orderFrom(registry, { version: '../1.2.3' })))).toMatch(/^input-invalid: /);
});

test('an install that is cancelled leaves nothing', async () => {
  await using registry = await registryWith(whole);
  const signal = AbortSignal.abort(new Error('cancelled by a person'));
  await expect(installCodex(orderFrom(registry, { signal }))).rejects.toThrow('cancelled by a person');
  expect(await kept(registry)).toEqual([]);
});
