import type { ProposePorts } from '@codex-worker/core';
import { publisher } from '@codex-worker/git';
import { fullName, gitHubClient, proposals, type RunFacts, type StateDirectory } from '@codex-worker/github';
import type { BranchInputs } from './inputs.ts';

/** Real GitHub, real git, in a folder that nothing else looks at. */
export async function proposePorts(
  run: RunFacts,
  { token }: BranchInputs,
  directory: StateDirectory,
): Promise<ProposePorts> {
  const folder = await directory.folder('publish');
  return {
    publisher: publisher({ folder, server: run.serverUrl, repository: fullName(run.repository), token }),
    proposals: proposals(gitHubClient({ ...run, token })),
  };
}
