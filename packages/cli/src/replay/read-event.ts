import { type ConversationEvent, Failure } from '@codex-worker/core';
import { parseEvent, type WorkflowPrompt } from '@codex-worker/github';
import { Misuse } from '../misuse.ts';
import type { Payload } from './read-payload.ts';

/** Reads what a payload says as the router reads it. A prompt of the workflow asks where the event has no words. */
export function readEvent(
  { name, body }: Payload,
  prompt: string | undefined,
  named: string | undefined,
  assume: (what: string) => void,
): ConversationEvent {
  const actor = (): WorkflowPrompt['actor'] => actorOf(named ?? senderOf(body), assume);
  const asking = prompt === undefined || !speaksForItself(name) ? undefined : { text: prompt, actor: actor() };
  try {
    // No run of GitHub's has this number.
    return parseEvent(name, body, { runId: 0, createdAt: new Date().toISOString() }, asking);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const isForeign = error.what.startsWith('The payload');
    throw new Misuse(
      `${error.what} ${isForeign ? 'Give it as GitHub sends it, or name its event with --event.' : error.fix}`,
    );
  }
}

const speaksForItself = (event: string): boolean => ['schedule', 'workflow_dispatch', 'workflow_run'].includes(event);

function senderOf({ sender }: Payload['body']): string | undefined {
  const login = typeof sender === 'object' && sender !== null && 'login' in sender ? sender.login : undefined;
  return typeof login === 'string' ? login : undefined;
}

function actorOf(login: string | undefined, assume: (what: string) => void): WorkflowPrompt['actor'] {
  if (login === undefined) assume('nobody who can be named set the schedule (--actor)');
  return { login: login ?? 'ghost', id: 0, type: login?.endsWith('[bot]') ? 'Bot' : 'User' };
}
