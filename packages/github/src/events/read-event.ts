import type { ConversationEvent } from '@codex-worker/core';
import type { RunFacts } from '../runner/run-facts.ts';
import type { WorkflowPrompt } from './asked-by-workflow.ts';
import { readPayload } from './event-file.ts';
import { parseEvent } from './parse-event.ts';

type EventFacts = Pick<RunFacts, 'eventName' | 'eventPath' | 'runId'>;

/**
 * Reads the event that started the run from its file: it may hold a megabyte that somebody wrote. A prompt of the workflow
 * asks where the event has no words of its own.
 */
export async function readEvent(
  { eventName, eventPath, runId }: EventFacts,
  prompt?: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ConversationEvent> {
  // Only a run by hand has no time of GitHub's: it is asked for as its first action looks at it.
  const run = { runId, createdAt: new Date().toISOString() };
  const asking = prompt === undefined ? undefined : { text: prompt, actor: actorOf(env) };
  return parseEvent(eventName, await readPayload(eventPath), run, asking);
}

/** Whom GitHub names as the cause of a run. It says no type, and the names of Apps alone end so. */
function actorOf({ GITHUB_ACTOR: login = 'ghost', GITHUB_ACTOR_ID: id }: NodeJS.ProcessEnv): WorkflowPrompt['actor'] {
  return { login, id: Number(id ?? 0), type: login.endsWith('[bot]') ? 'Bot' : 'User' };
}
