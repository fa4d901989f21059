import { open } from 'node:fs/promises';
import { Failure } from '@codex-worker/core';
import { Misuse } from '../misuse.ts';

/** What unpacks to 512 MB, the most that a session may, is never more than this when it is sealed. */
const MOST_BYTES = 600 * 1024 * 1024;

/** The bytes of a bundle's file. */
export async function readBundle(file: string): Promise<Buffer> {
  await using handle = await openFile(file);
  const stats = await handle.stat();
  if (!stats.isFile()) throw new Misuse(`"${file}" is no file. Name the downloaded session artifact.`);
  if (stats.size > MOST_BYTES) {
    throw new Failure('bundle-untrusted', {
      what: `"${file}" has ${stats.size} bytes, and no session has more than ${MOST_BYTES}.`,
      fix: 'Name the downloaded session artifact.',
    });
  }
  return await handle.readFile();
}

async function openFile(file: string) {
  try {
    return await open(file);
  } catch (error) {
    throw new Misuse(`"${file}" cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
