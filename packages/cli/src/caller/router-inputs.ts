import { parseFailOn, readTexts } from '@codex-worker/core';
import { admissionPolicy, readInputs, routeRules, turnLimits } from '@codex-worker/github';

/** What the router reads of the inputs of a workflow. */
export type RouterInputs = ReturnType<typeof readRouterInputs>;

/** Reads inputs as the router does. Throws a Failure that names every one that is wrong. */
export function readRouterInputs(inputs: ReadonlyMap<string, string>) {
  const env = Object.fromEntries([...inputs].map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
  return readInputs(
    (input) => ({
      prompt: input.optional('prompt'),
      texts: readTexts(input.optional('texts') ?? '').texts,
      policy: admissionPolicy(input),
      ...routeRules(input),
      queue: input.oneOf('queue', ['none', 'branch']),
      failOn: input.parsed('fail-on', parseFailOn),
      announceQueue: input.flag('announce-queue'),
      limits: turnLimits(input),
    }),
    env,
  );
}
