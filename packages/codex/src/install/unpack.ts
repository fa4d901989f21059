import { createHash, type Hash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { Readable, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Failure } from '@codex-worker/core';
import { Parser } from 'tar/parse';
import type { ReadEntry } from 'tar/read-entry';
import { type Fetch, type PackageSource, request, unreachable } from './registry.ts';

/** What a turn needs of the package's 420 MB; the rest is a voice host. */
export const neededFiles = [
  'bin/codex',
  'bin/codex-code-mode-host',
  'codex-resources/bwrap',
  'codex-path/rg',
  'codex-package.json',
] as const;

const neededPath = new RegExp(`^package/vendor/[^/]+/(${neededFiles.join('|').replaceAll('.', '\\.')})$`);
/** A binary of 294 MB in writes of 64 KiB spends most of its time between them. */
const GUNZIP_CHUNK = 1024 * 1024;

/** Downloads, checks and unpacks a package in one pass into an empty folder. Rejects if the digest is another. */
export async function unpack(source: PackageSource, folder: string, fetch: Fetch, signal: AbortSignal): Promise<void> {
  const response = await request(source.tarball, fetch, signal);
  if (!response.ok || !response.body) throw unreachable(source.tarball, `status ${response.status}`);
  const digest = createHash('sha512');
  const extraction = extractInto(folder);
  try {
    const gunzip = createGunzip({ chunkSize: GUNZIP_CHUNK });
    await pipeline(Readable.fromWeb(response.body), hashing(digest), gunzip, extraction.stream, { signal });
    await Promise.all(extraction.files);
  } catch (cause) {
    signal.throwIfAborted();
    throw unreachable(source.tarball, cause instanceof Error ? cause.message : String(cause), cause);
  } finally {
    await extraction.close();
  }
  const actual = `sha512-${digest.digest('base64')}`;
  if (actual !== source.integrity) throw wrongDigest(source, actual);
}

function hashing(digest: Hash) {
  return async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      digest.update(chunk);
      yield chunk;
    }
  };
}

interface Extraction {
  readonly stream: Writable;
  /** One for each file so far; it settles when the file is closed. */
  readonly files: readonly Promise<void>[];
  /** Gives up on files that are not whole. After it the folder can be removed. */
  close(): Promise<void>;
}

function extractInto(folder: string): Extraction {
  const files: Promise<void>[] = [];
  const given = new AbortController();
  const parser = new Parser({ strict: true, filter: (name) => neededPath.test(name) });
  const stream = writableOf(parser);
  parser.on('error', (error: Error) => stream.destroy(error));
  parser.on('entry', (entry: ReadEntry) => {
    // The parser goes through what it has read already, also when the rest will not come.
    if (given.signal.aborted) return entry.resume();
    const file = write(entry, folder, given.signal);
    file.catch((error: Error) => stream.destroy(error));
    files.push(file);
  });
  const close = async () => {
    given.abort();
    await Promise.allSettled(files);
  };
  return { stream, files, close };
}

async function write(entry: ReadEntry, folder: string, signal: AbortSignal): Promise<void> {
  const name = neededPath.exec(entry.path)?.[1];
  if (!name || entry.type !== 'File') throw new Error(`it holds a ${entry.type} at ${entry.path}`);
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  // A write stream opens its file by itself, also after it was given up; this way the folder is at rest at the end.
  const handle = await open(file, 'w', (entry.mode ?? 0o644) & 0o755);
  try {
    await pipeline(entry, handle.createWriteStream(), { signal });
  } finally {
    await handle.close();
  }
}

/** The parser is an older kind of stream, which `pipeline` does not take. */
function writableOf(parser: Parser): Writable {
  return new Writable({
    write: (chunk: Buffer, _encoding, next) => {
      if (parser.write(chunk)) next();
      else parser.once('drain', () => next());
    },
    final: (done) => {
      parser.once('end', () => done());
      parser.end();
    },
  });
}

function wrongDigest({ tarball, integrity }: PackageSource, actual: string): Failure {
  return new Failure('codex-install', {
    what: `The package at ${tarball} has the digest ${actual}, not ${integrity}; nothing of it was kept.`,
    fix: 'Check the registry or mirror that npm is set to (`npm config get registry`): it serves another package.',
  });
}
