import { truncate } from 'node:fs/promises';
import path from 'node:path';
import { Failure, type Transcripts } from '@codex-worker/core';
import { rolloutOf } from './sessions.ts';
import { lengthOf } from './turn-record.ts';

/** The transcripts in a `CODEX_HOME`. */
export function transcripts(home: string): Transcripts {
  return {
    bytes: (sessionId) => bytes(home, sessionId),
    cut: (sessionId, length) => cut(home, sessionId, length),
  };
}

async function bytes(home: string, sessionId: string): Promise<number | undefined> {
  const rollout = await rolloutOf(home, sessionId);
  return rollout && lengthOf(path.join(home, rollout.path));
}

/** Codex reads the transcript alone when it resumes; its databases hold copies, and do not matter. */
async function cut(home: string, sessionId: string, length: number): Promise<void> {
  const rollout = await rolloutOf(home, sessionId);
  const now = rollout && (await lengthOf(path.join(home, rollout.path)));
  if (rollout === undefined || now === undefined || now < length) {
    throw new Failure('session-missing', {
      what: `The transcript of the session ${sessionId} has ${now ?? 0} bytes, and it is to be cut to ${length}.`,
      fix: 'Begin a new session with `/codex reset`.',
    });
  }
  await truncate(path.join(home, rollout.path), length);
}
