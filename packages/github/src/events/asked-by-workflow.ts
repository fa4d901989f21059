import { type ConversationEvent, normaliseText, type Person } from '@codex-worker/core';
import * as v from 'valibot';
import { personOf } from '../conversation/person.ts';
import type { EventRun } from './parse-event.ts';
import { failedRun } from './payloads.ts';

/** What a workflow asks by itself, where its event has no words of a person. */
export interface WorkflowPrompt {
  readonly text: string;
  /** `GITHUB_ACTOR`, with its id: on a schedule, whoever changed the schedule last. */
  readonly actor: Person;
}

/** What the prompt of a workflow asks at such an event; undefined where the event serves no prompt. */
export function askedByWorkflow(
  event: string,
  payload: unknown,
  run: EventRun,
  prompt: WorkflowPrompt,
): ConversationEvent | undefined {
  switch (event) {
    case 'schedule':
    case 'workflow_dispatch':
      return asking(prompt, run, prompt.actor);
    case 'workflow_run.completed':
      return ofFailedRun(payload, run, prompt);
    default:
      return undefined;
  }
}

function asking(
  { text }: WorkflowPrompt,
  { runId, createdAt }: EventRun,
  asker: Person,
): Extract<ConversationEvent, { kind: 'dispatch' }> {
  const request = { id: `dispatch-${runId}`, author: asker, createdAt, text: normaliseText(text) } as const;
  return { kind: 'dispatch', thread: undefined, request, asker, newSession: false };
}

/** A run that failed asks in its pull request, for whoever pushed: so nothing of strangers, and nothing of the worker's own. */
function ofFailedRun(payload: unknown, run: EventRun, prompt: WorkflowPrompt): ConversationEvent {
  const unasked = (because: string): ConversationEvent => ({
    kind: 'unserved',
    name: 'workflow_run',
    action: 'completed',
    because,
  });
  const parsed = v.safeParse(failedRun, payload);
  if (!parsed.success) return unasked('the event does not tell which run ended');
  const { workflow_run: ended, repository } = parsed.output;
  if (ended.conclusion !== 'failure' && ended.conclusion !== 'timed_out') {
    return unasked(`the run ${ended.id} ended with ${ended.conclusion ?? 'nothing'}`);
  }
  if (ended.head_repository?.id !== repository.id) return unasked(`the run ${ended.id} is one of a fork`);
  // Where this repository is a fork itself, GitHub names pull requests of the one that it was made from, too.
  const pull = ended.pull_requests.find((one) => one?.base.repo.id === repository.id);
  if (!pull) return unasked(`the run ${ended.id} belongs to no open pull request`);
  return {
    ...asking(prompt, run, personOf(ended.actor)),
    thread: { kind: 'pr', number: pull.number },
    ofRun: { id: ended.id, commit: ended.head_sha, name: ended.name || ended.path, url: ended.html_url },
  };
}
