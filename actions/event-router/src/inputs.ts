import type { Person, RouterSettings } from '@codex-worker/core';
import { fullName, type RunFacts, readDefaultBranch, readInputs, routerInputs } from '@codex-worker/github';

type RouterInputs = ReturnType<typeof readRouterInputs>;

export function readRouterInputs() {
  return readInputs((input) => ({
    token: input.requiredSecret('github-token'),
    ...routerInputs(input),
  }));
}

export async function routerSettings(
  run: RunFacts,
  { token: _, prompt: __, failOn: ___, ...inputs }: RouterInputs,
  rerunBy: Person | undefined,
): Promise<RouterSettings> {
  const repository = fullName(run.repository);
  return {
    ...inputs,
    repository,
    repositoryUrl: `${run.serverUrl}/${repository}`,
    defaultBranch: await readDefaultBranch(run.eventPath),
    rerunBy,
    run: { id: run.runId, attempt: run.attempt, url: run.runUrl },
    now: new Date().toISOString(),
  };
}
