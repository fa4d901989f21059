import { readFile } from 'node:fs/promises';
import { type ConversationEvent, Failure } from '@codex-worker/core';
import { type EventRun, parseEvent } from './parse-event.ts';

export interface EventSource extends EventRun {
  /** `GITHUB_EVENT_NAME` */
  readonly name: string;
  /** `GITHUB_EVENT_PATH` */
  readonly path: string;
}

/** Reads the event that started the run from its file: it may hold a megabyte that somebody wrote. */
export async function readEvent({ name, path, ...run }: EventSource): Promise<ConversationEvent> {
  return parseEvent(name, await readPayload(path), run);
}

async function readPayload(path: string): Promise<unknown> {
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
