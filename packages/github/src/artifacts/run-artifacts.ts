import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, type RunArtifacts } from '@codex-worker/core';
import { warning } from '../runner/outputs.ts';
import { type Use, viaClient } from './artifact-client.ts';
import { downloadedFiles } from './downloaded-files.ts';
import { temporaryFolder } from './temporary-folder.ts';

type Files = ReadonlyMap<string, Buffer>;

/** The artifacts of this run, with the runtime token that the runner gives to every action. */
export function runArtifacts(): RunArtifacts {
  return { upload, downloadByName, remove };
}

async function upload(name: string, files: Files, retentionDays: number) {
  await using folder = await temporaryFolder();
  const paths = [...files.keys()].map((file) => path.join(folder.path, file));
  await Promise.all([...files].map(([file, bytes]) => writeFile(path.join(folder.path, file), bytes)));
  // The service names an unpacked artifact after its file.
  const skipArchive = files.size === 1 && files.has(name);
  const { id, size } = await viaClient(`upload ${name}`, (client) =>
    client.uploadArtifact(name, paths, folder.path, { retentionDays, skipArchive }),
  );
  if (id === undefined) throw new TypeError(`The artifact ${name} was uploaded without an id`);
  return { id, bytes: size ?? 0 };
}

async function downloadByName(name: string): Promise<Files | undefined> {
  const artifact = await read(`find ${name}`, async (client) => {
    try {
      return (await client.getArtifact(name)).artifact;
    } catch (error) {
      if (error instanceof Error && error.name === 'ArtifactNotFoundError') return undefined;
      throw error;
    }
  });
  if (!artifact) return undefined;
  const { id, digest } = artifact;
  return downloadedFiles(name, (folder) =>
    read(`download ${name}`, (client) =>
      client.downloadArtifact(id, { path: folder, ...(digest ? { expectedHash: digest } : {}) }),
    ),
  );
}

async function remove(name: string): Promise<number> {
  const { artifacts } = await read(`list ${name}`, (client) => client.listArtifacts());
  const own = artifacts.filter((artifact) => artifact.name === name);
  try {
    // The client deletes the newest of the name.
    for (const _ of own) await viaClient(`delete ${name}`, (client) => client.deleteArtifact(name));
    return own.length;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    warning(`The artifact ${name} stays until its retention ends. ${error.what}`);
    return 0;
  }
}

/** The client tries again what the service refuses, but not a connection that breaks. What only reads may be asked twice. */
async function read<T>(what: string, use: Use<T>): Promise<T> {
  try {
    return await viaClient(what, use);
  } catch {
    await sleep(PAUSE_MS);
    return viaClient(what, use);
  }
}

const PAUSE_MS = 1_000;
