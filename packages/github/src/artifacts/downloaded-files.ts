import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { DownloadArtifactResponse } from '@actions/artifact';
import { Failure } from '@codex-worker/core';
import { temporaryFolder } from './temporary-folder.ts';

type Files = ReadonlyMap<string, Buffer>;

/** Runs a download into a private folder and answers the files. The client unpacks first and compares digests after. */
export async function downloadedFiles(
  what: string,
  download: (folder: string) => Promise<DownloadArtifactResponse>,
): Promise<Files> {
  await using folder = await temporaryFolder();
  const { digestMismatch } = await download(folder.path);
  if (digestMismatch) {
    throw new Failure('github-unavailable', {
      what: `The artifact ${what} arrived damaged: its digest is not the one that GitHub recorded.`,
      fix: 'Re-run the failed jobs.',
    });
  }
  // Without await the folder would be gone while its files are read.
  return await filesIn(folder.path);
}

async function filesIn(folder: string): Promise<Files> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return new Map(
    await Promise.all(
      files.map(async (file) => [path.relative(folder, file).replaceAll(path.sep, '/'), await readFile(file)] as const),
    ),
  );
}
