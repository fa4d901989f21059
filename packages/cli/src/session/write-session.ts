import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { BundleContents } from '@codex-worker/core';
import { Misuse } from '../misuse.ts';

/**
 * Puts a session into a new folder that only its owner can read. Core has refused every path that leaves its folder; that
 * the folder is new, and no file is written twice, leaves no link in it to write through.
 */
export async function writeSession(folder: string, { ledger, files }: BundleContents): Promise<void> {
  await makeNew(folder);
  try {
    await writeNew(path.join(folder, 'ledger.json'), Buffer.from(`${JSON.stringify(ledger, undefined, 2)}\n`));
    for (const file of files) await writeNew(path.join(folder, ...file.path.split('/')), file.bytes);
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function makeNew(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EEXIST') throw new Misuse(`--out is "${folder}", which exists. Name a folder that does not.`);
    if (code === 'ENOENT') throw new Misuse(`--out is "${folder}", and the folder that it would be in does not exist.`);
    throw new Misuse(
      `--out is "${folder}", which cannot be made: ${error instanceof Error ? error.message : String(error)}.`,
    );
  }
}

async function writeNew(file: string, bytes: Buffer): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, bytes, { flag: 'wx', mode: 0o600 });
}
