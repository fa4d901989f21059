import { type Attach, type ProposePorts, threadKey } from '@codex-worker/core';
import { publisher } from '@codex-worker/git';
import {
  commitSigner,
  conversation,
  fullName,
  gitHubClient,
  permissionLookup,
  proposals,
  pullRequestHead,
  type RunFacts,
  readEventNodes,
  runArtifacts,
  type StateDirectory,
} from '@codex-worker/github';
import type { BranchInputs } from './inputs.ts';

/** Real GitHub, real git, in a folder that nothing else looks at. */
export async function proposePorts(
  run: RunFacts,
  { signed, thread }: BranchInputs,
  { token, directory }: { readonly token: string; readonly directory: StateDirectory },
): Promise<ProposePorts> {
  const folder = await directory.folder('publish');
  const client = gitHubClient({ ...run, token });
  const remote = { folder, server: run.serverUrl, repository: fullName(run.repository), token };
  return {
    publisher: publisher(remote, signed ? commitSigner(client) : undefined),
    proposals: proposals(client, await readEventNodes(run.eventPath)),
    asking: {
      ...permissionLookup(client),
      pullRequestHead: (number) => pullRequestHead(client, number),
      conversation: conversation(client),
    },
    attach: attachTo(run, `codex-worker-left-out-${threadKey(thread)}-${run.runId}-${run.attempt}`),
  };
}

/** As long as the repository keeps what runs leave behind. */
const USUAL_DAYS = 0;

const attachTo =
  (run: RunFacts, name: string): Attach =>
  async (patch) => {
    const { id } = await runArtifacts().upload(name, new Map([['left-out.patch', Buffer.from(patch)]]), USUAL_DAYS);
    return `${run.runUrl}/artifacts/${id}`;
  };
