import { type Person, parseFailOn, type RouterSettings } from '@codex-worker/core';
import {
  admissionPolicy,
  fullName,
  type RunFacts,
  readDefaultBranch,
  readInputs,
  routeRules,
  turnLimits,
} from '@codex-worker/github';

type RouterInputs = ReturnType<typeof readRouterInputs>;

export function readRouterInputs() {
  return readInputs((input) => ({
    token: input.requiredSecret('github-token'),
    prompt: input.optional('prompt'),
    policy: admissionPolicy(input),
    ...routeRules(input),
    queue: input.oneOf('queue', ['none', 'branch']),
    failOn: input.parsed('fail-on', parseFailOn),
    announceQueue: input.flag('announce-queue'),
    limits: turnLimits(input),
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
