import { chmod, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { sharedCache } from './tool-cache.ts';

/**
 * A folder for one run of the lab. Not below /tmp, where Codex's sandbox lets a model write, and where a clone of the
 * project may well be. What a lab that was killed left behind goes first.
 */
export async function workFolder(kind: 'lab' | 'redteam' = 'lab'): Promise<string> {
  const parent = path.join(sharedCache(), kind);
  await mkdir(parent, { recursive: true });
  // A runner's work folder lets other users through, as a user of Codex's own needs it. Nobody lists what is here.
  await chmod(parent, 0o711);
  for (const name of await readdir(parent)) {
    const owner = Number(/^run-(\d+)-/.exec(name)?.[1]);
    if (!isAlive(owner)) await rm(path.join(parent, name), { recursive: true, force: true });
  }
  const folder = await mkdtemp(path.join(parent, `run-${process.pid}-`));
  await chmod(folder, 0o711);
  return folder;
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid)) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
