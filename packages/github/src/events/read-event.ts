import { readFile } from 'node:fs/promises';
import { type ConversationEvent, Failure } from '@codex-worker/core';
import type { RunFacts } from '../runner/run-facts.ts';
import { parseEvent } from './parse-event.ts';

/** Reads the event that started the run from its file: it may hold a megabyte that somebody wrote. */
export async function readEvent({
  eventName,
  eventPath,
  runId,
}: Pick<RunFacts, 'eventName' | 'eventPath' | 'runId'>): Promise<ConversationEvent> {
  // Only a run by hand has no time of GitHub's: it is asked for as its first action looks at it.
  return parseEvent(eventName, await readPayload(eventPath), { runId, createdAt: new Date().toISOString() });
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
