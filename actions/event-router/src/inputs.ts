import type { Person, RouterSettings, TurnLimits, UsedUp } from '@codex-worker/core';
import {
  admissionPolicy,
  fullName,
  type InputReader,
  type RunFacts,
  readDefaultBranch,
  readInputs,
  routeRules,
} from '@codex-worker/github';

type RouterInputs = ReturnType<typeof readRouterInputs>;

export function readRouterInputs() {
  return readInputs((input) => ({
    token: input.requiredSecret('github-token'),
    policy: admissionPolicy(input),
    ...routeRules(input),
    queue: input.oneOf('queue', ['none', 'branch']),
    announceQueue: input.flag('announce-queue'),
    limits: turnLimits(input),
  }));
}

const turnLimits = (input: InputReader): TurnLimits => {
  const limit = (name: UsedUp['input']): number | undefined =>
    input.optional(name) === undefined ? undefined : input.wholeNumber(name, { atLeast: 0 });
  return {
    turnsPerHour: limit('turns-per-hour'),
    turnsPerDay: limit('turns-per-day'),
    personTurnsPerHour: limit('person-turns-per-hour'),
    personTurnsPerDay: limit('person-turns-per-day'),
  };
};

export async function routerSettings(
  run: RunFacts,
  { token: _, ...inputs }: RouterInputs,
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
