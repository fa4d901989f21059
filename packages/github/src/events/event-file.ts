import { readFile } from 'node:fs/promises';
import { Failure } from '@codex-worker/core';

/** The event that started the run, as its file has it. */
export async function readPayload(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new Failure('input-invalid', {
      what: `The event file "${path}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}.`,
      fix: 'Run the action on a runner that sets GITHUB_EVENT_PATH to the event of the run.',
      cause,
    });
  }
}

/** The same, where it would only save a call or a question: undefined where it cannot be read. */
export function payloadIfReadable(path: string): Promise<unknown> {
  return readPayload(path).catch(() => undefined);
}
