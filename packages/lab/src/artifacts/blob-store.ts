import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Bytes by name, as files. A blob can also arrive in blocks that are joined when all are there. */
export interface BlobStore {
  put(blob: string, bytes: ReadableStream | Uint8Array): Promise<void>;
  putBlock(blob: string, block: string, bytes: ReadableStream | Uint8Array): Promise<void>;
  join(blob: string, blocks: readonly string[]): Promise<void>;
  read(blob: string): Promise<Uint8Array<ArrayBuffer>>;
  stream(blob: string): ReadableStream;
  /** Size and SHA-256, undefined when there is no such blob. */
  measure(blob: string): Promise<{ readonly size: number; readonly sha256: string } | undefined>;
  remove(blob: string): Promise<void>;
}

/** Keeps blobs in a folder. */
export async function openBlobStore(folder: string): Promise<BlobStore> {
  await mkdir(folder, { recursive: true });
  const file = (blob: string) => path.join(folder, blob);
  const blockFile = (blob: string, block: string) =>
    path.join(folder, `${blob}.blocks`, createHash('sha256').update(block).digest('hex'));
  return {
    put: (blob, bytes) => write(file(blob), bytes),
    async putBlock(blob, block, bytes) {
      await mkdir(`${file(blob)}.blocks`, { recursive: true });
      await write(blockFile(blob, block), bytes);
    },
    async join(blob, blocks) {
      await writeFile(file(blob), '');
      for (const block of blocks)
        await pipeline(createReadStream(blockFile(blob, block)), createWriteStream(file(blob), { flags: 'a' }));
      await rm(`${file(blob)}.blocks`, { recursive: true, force: true });
    },
    read: async (blob) => new Uint8Array(await readFile(file(blob))),
    stream: (blob) => Readable.toWeb(createReadStream(file(blob))),
    measure: (blob) => measure(file(blob)),
    async remove(blob) {
      await rm(file(blob), { force: true });
      await rm(`${file(blob)}.blocks`, { recursive: true, force: true });
    },
  };
}

async function write(file: string, bytes: ReadableStream | Uint8Array): Promise<void> {
  if (bytes instanceof Uint8Array) await writeFile(file, bytes);
  else await pipeline(Readable.fromWeb(bytes), createWriteStream(file));
}

async function measure(file: string) {
  const found = await stat(file).catch(() => undefined);
  if (found === undefined) return undefined;
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return { size: found.size, sha256: hash.digest('hex') };
}
