import { branchPrefix, type RouterSettings, type ThreadFilter } from '@codex-worker/core';
import {
  admissionPolicy,
  fullName,
  type InputReader,
  type RunFacts,
  readDefaultBranch,
  readInputs,
  triggerInput,
} from '@codex-worker/github';

type RouterInputs = ReturnType<typeof readRouterInputs>;

export function readRouterInputs() {
  return readInputs((input) => ({
    token: input.requiredSecret('github-token'),
    policy: admissionPolicy(input),
    filter: threadFilter(input),
    trigger: triggerInput(input),
    queue: input.oneOf('queue', ['none', 'branch']),
    announceQueue: input.flag('announce-queue'),
  }));
}

function threadFilter(input: InputReader): ThreadFilter {
  return {
    issueLabel: input.optional('issue-label'),
    titlePrefix: input.optional('title-prefix'),
    issueTypes: input.list('issue-types'),
    branchPrefix: branchPrefix(input.required('branch')),
  };
}

export async function routerSettings(run: RunFacts, { token: _, ...inputs }: RouterInputs): Promise<RouterSettings> {
  const repository = fullName(run.repository);
  return {
    ...inputs,
    repository,
    repositoryUrl: `${run.serverUrl}/${repository}`,
    defaultBranch: await readDefaultBranch(run.eventPath),
    run: { id: run.runId, attempt: run.attempt, url: run.runUrl },
    now: new Date().toISOString(),
  };
}
