import type { Dirent } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure } from '@codex-worker/core';

/** The transcript of one session: all that Codex needs to resume it. */
export interface Rollout {
  readonly sessionId: string;
  /** Relative to `CODEX_HOME`, with slashes. */
  readonly path: string;
}

/** A rollout with its content, as it travels in a bundle. */
export interface SessionFile {
  readonly path: string;
  readonly bytes: Buffer;
}

const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const sessionId = new RegExp(`^${uuid}$`);
const rolloutPath = new RegExp(`^sessions/(?:[A-Za-z0-9_-]+/)*rollout-[0-9TZ.:-]+-(${uuid})\\.jsonl$`);

/** Whether Codex takes this for a session id. It starts a new session, silently, for anything else. */
export function isSessionId(text: string): boolean {
  return sessionId.test(text);
}

/** The rollouts under a `CODEX_HOME`, in no order that means anything. */
export async function listRollouts(home: string): Promise<readonly Rollout[]> {
  const entries = await filesUnder(path.join(home, 'sessions'));
  return entries.flatMap((entry) => {
    const relative = path.relative(home, path.join(entry.parentPath, entry.name)).split(path.sep).join('/');
    const id = rolloutPath.exec(relative)?.[1];
    return entry.isFile() && id ? [{ sessionId: id, path: relative }] : [];
  });
}

/** The rollout of a session, or undefined when it has none here. */
export async function rolloutOf(home: string, id: string): Promise<Rollout | undefined> {
  return (await listRollouts(home)).find((rollout) => rollout.sessionId === id);
}

/** Reads all rollouts: what a bundle keeps of `CODEX_HOME`. */
export async function readSessions(home: string): Promise<readonly SessionFile[]> {
  const rollouts = await listRollouts(home);
  return Promise.all(
    rollouts.map(async (rollout) => ({ path: rollout.path, bytes: await readFile(path.join(home, rollout.path)) })),
  );
}

/** Puts rollouts back. All paths are judged before the first byte is written. */
export async function writeSessions(home: string, files: readonly SessionFile[]): Promise<void> {
  const strange = files.find((file) => !rolloutPath.test(file.path));
  if (strange) throw notARollout(strange.path);
  for (const file of files) {
    const target = path.join(home, file.path);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await writeFile(target, file.bytes, { mode: 0o600 });
  }
}

async function filesUnder(folder: string): Promise<readonly Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true, recursive: true });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function notARollout(name: string): Failure {
  return new Failure('bundle-untrusted', {
    what: `The session artifact holds "${name}", which is no transcript of Codex.`,
    fix: 'Delete the artifact, then begin anew.',
  });
}
