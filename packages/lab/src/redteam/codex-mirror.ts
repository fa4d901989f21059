import { createHash } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Product } from './product.ts';

/** `packages/codex` uses this lab for its tests, so the lab cannot name its types. */
interface InstallModule {
  installCodex(order: Readonly<Record<string, unknown>>): Promise<{ readonly binary: string }>;
}

/** What the worker keeps of a package. */
const files = ['bin/codex', 'bin/codex-code-mode-host', 'codex-resources/bwrap', 'codex-path/rg', 'codex-package.json'];
const BLOCK = 512;

/** A package of Codex as npm packs it, whose program is a line of shell. */
export function packageThatRuns(command: string): Buffer {
  const entries = files.map((file) => tarEntry(`package/vendor/any/${file}`, `#!/bin/sh\n${command}\n`));
  return gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]));
}

function tarEntry(name: string, text: string): Buffer {
  const header = Buffer.alloc(BLOCK);
  const content = Buffer.from(text);
  const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o755, 7), 100);
  header.write(octal(content.length, 11), 124);
  header.write(octal(0, 11), 136);
  header.write('        0', 148);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${octal(sum, 6)} `, 148);
  return Buffer.concat([header, content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)]);
}

/** The digest of a package, as a registry gives it. */
export function integrityOf(bytes: Buffer): string {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
}

/** A registry that answers every question about Codex with one package, and a tool cache. */
export interface Mirror extends AsyncDisposable {
  readonly url: string;
  readonly toolCache: string;
}

/** Opens a registry that serves these bytes and says that they have this digest. */
export async function openMirror(bytes: Buffer, integrity = integrityOf(bytes)): Promise<Mirror> {
  await using opened = new AsyncDisposableStack();
  const toolCache = await mkdtemp(path.join(tmpdir(), 'redteam-mirror-'));
  opened.defer(() => rm(toolCache, { recursive: true, force: true }));
  const server = createServer((request, response) => {
    if (request.url?.endsWith('.tgz')) return response.end(bytes);
    return response.end(JSON.stringify({ dist: { tarball: `http://${request.headers.host}/codex.tgz`, integrity } }));
  });
  opened.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const resources = opened.move();
  return { url: `http://127.0.0.1:${port}/`, toolCache, [Symbol.asyncDispose]: () => resources.disposeAsync() };
}

/** The program that a product would run as Codex, if it takes one from this mirror. */
export async function installFrom(product: Product, mirror: Mirror, version: string): Promise<string | undefined> {
  const { installCodex } = await product.load<InstallModule>('packages/codex/src/install/install-codex.ts');
  try {
    const installed = await installCodex({
      version,
      toolCache: mirror.toolCache,
      registry: mirror.url,
      platform: 'linux',
      arch: 'x64',
      environment: {},
      signal: AbortSignal.timeout(30_000),
    });
    return installed.binary;
  } catch {
    return undefined;
  }
}

/** Leaves a whole install in the tool cache of a mirror, as one of another package would. */
export async function leaveInstall(mirror: Mirror, version: string, bytes: Buffer): Promise<void> {
  const folder = path.join(mirror.toolCache, 'codex-worker-codex', version, 'x64');
  const text = '#!/bin/sh\necho left\n';
  for (const file of files) {
    const full = path.join(folder, file);
    await mkdir(path.dirname(full), { recursive: true });
    await writeFile(full, text);
    await chmod(full, 0o755);
  }
  const sizes = Object.fromEntries(files.map((file) => [file, text.length]));
  await writeFile(path.join(folder, '.complete'), JSON.stringify({ integrity: integrityOf(bytes), files: sizes }));
}
