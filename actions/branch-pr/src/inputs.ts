import { type ProposeSettings, parseThread, threadKey } from '@codex-worker/core';
import { defaultStateDirectory, fullName, type RunFacts, readDefaultBranch, readInputs } from '@codex-worker/github';

export type BranchInputs = ReturnType<typeof readBranchInputs>;

export function readBranchInputs(run: RunFacts) {
  return readInputs((input) => {
    const thread = input.parsed('thread', parseThread);
    return {
      thread,
      token: input.requiredSecret('github-token'),
      pullRequest: input.oneOf('pull-request', ['auto', 'never']),
      draft: input.flag('draft'),
      stateDir: input.optional('state-dir') ?? defaultStateDirectory(run, threadKey(thread)),
    };
  });
}

export async function proposeSettings(run: RunFacts, inputs: BranchInputs): Promise<ProposeSettings> {
  return {
    thread: inputs.thread,
    pullRequest: inputs.pullRequest,
    draft: inputs.draft,
    defaultBranch: await readDefaultBranch(run.eventPath),
    repositoryUrl: `${run.serverUrl}/${fullName(run.repository)}`,
  };
}
