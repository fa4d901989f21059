import type { ProposePorts } from '@codex-worker/core';
import { publisher } from '@codex-worker/git';
import {
  commitSigner,
  fullName,
  gitHubClient,
  proposals,
  type RunFacts,
  readEventIssue,
  type StateDirectory,
} from '@codex-worker/github';
import type { BranchInputs } from './inputs.ts';

/** Real GitHub, real git, in a folder that nothing else looks at. */
export async function proposePorts(
  run: RunFacts,
  { signed }: BranchInputs,
  { token, directory }: { readonly token: string; readonly directory: StateDirectory },
): Promise<ProposePorts> {
  const folder = await directory.folder('publish');
  const client = gitHubClient({ ...run, token });
  const remote = { folder, server: run.serverUrl, repository: fullName(run.repository), token };
  return {
    publisher: publisher(remote, signed ? commitSigner(client) : undefined),
    proposals: proposals(client, await readEventIssue(run.eventPath)),
  };
}
