import type { NoticePorts } from '@codex-worker/core';
import { conversation, gitHubClient, type RunFacts, runRecords } from '@codex-worker/github';
import type { NotifyInputs } from './inputs.ts';

export function noticePorts(run: RunFacts, { token }: NotifyInputs): NoticePorts {
  const client = gitHubClient({ ...run, token });
  return { conversation: conversation(client), ...runRecords(client, run) };
}
