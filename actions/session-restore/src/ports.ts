import type { RestorePorts } from '@codex-worker/core';
import { workingTree } from '@codex-worker/git';
import {
  artifactStore,
  conversation,
  fullName,
  gitHubClient,
  permissionLookup,
  proposals,
  type RunFacts,
  requestQueue,
} from '@codex-worker/github';
import type { RestoreInputs } from './inputs.ts';

/** Real GitHub, real git. */
export function restorePorts(run: RunFacts, { token, workspace }: RestoreInputs): RestorePorts {
  const client = gitHubClient({ ...run, token });
  return {
    conversation: conversation(client),
    people: permissionLookup(client),
    artifacts: artifactStore(client),
    proposals: proposals(client),
    queue: requestQueue(client),
    tree: workingTree({ folder: workspace, server: run.serverUrl, repository: fullName(run.repository), token }),
  };
}
