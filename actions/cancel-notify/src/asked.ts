import { type ConversationEvent, findAsked, type RequestId, type Thread } from '@codex-worker/core';
import { fullName, type GitHubClient, type RunFacts, readDefaultBranch, routeQuestions } from '@codex-worker/github';
import type { NotifyInputs } from './inputs.ts';

type Asked = { readonly thread: Thread; readonly requestId: RequestId };

/** What the run was asked for: as the router told, or, where it could not, as its event tells. */
export async function askedOf(
  { run, client, event }: { readonly run: RunFacts; readonly client: GitHubClient; readonly event: ConversationEvent },
  { thread, requestId, ...inputs }: NotifyInputs,
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
