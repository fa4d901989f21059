import { type ConversationEvent, findAsked, type RequestId, type Thread } from '@codex-worker/core';
import {
  fullName,
  type GitHubClient,
  type RunFacts,
  readDefaultBranch,
  readEvent,
  routeQuestions,
} from '@codex-worker/github';
import type { NotifyInputs } from './inputs.ts';

type Asked = { readonly thread: Thread; readonly requestId: RequestId };

/** The event of the run; where a run serves several threads, it says nothing of this one, and is whatever started the run. */
export async function eventOf(run: RunFacts, { job }: NotifyInputs): Promise<ConversationEvent> {
  return job === undefined ? readEvent(run) : { kind: 'unserved', name: run.eventName, action: undefined };
}

/** What the run was asked for: as the router told, or, where it could not, as its event tells. */
export async function askedOf(
  { run, client, event }: { readonly run: RunFacts; readonly client: GitHubClient; readonly event: ConversationEvent },
  { thread, requestId, limits: _, ...inputs }: NotifyInputs,
): Promise<Asked | undefined> {
  if (thread && requestId) return { thread, requestId };
  if (event.kind === 'unserved') return undefined;
  const context = {
    ...inputs,
    repository: fullName(run.repository),
    defaultBranch: await readDefaultBranch(run.eventPath),
  };
  return findAsked(routeQuestions({ client, ownLogin: inputs.policy.ownLogin }), event, context);
}
