import { readTexts } from '@codex-worker/core';
import { readInputs, routerInputs } from '@codex-worker/github';

/** What the router reads of the inputs of a workflow. */
export type RouterInputs = ReturnType<typeof readRouterInputs>;

/** Reads inputs as the router does. Throws a Failure that names every one that is wrong. */
export function readRouterInputs(inputs: ReadonlyMap<string, string>) {
  const env = Object.fromEntries([...inputs].map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]));
  return readInputs(
    (input) => ({
      ...routerInputs(input),
      texts: readTexts(input.optional('texts') ?? '').texts,
    }),
    env,
  );
}
