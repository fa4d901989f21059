import { parseFailOn } from '@codex-worker/core';
import { admissionPolicy } from './admission-inputs.ts';
import type { InputReader } from './inputs.ts';
import { routeRules } from './route-inputs.ts';
import { turnLimits } from './turn-limits-input.ts';

/** What decides a route, as the inputs say it. The command reads a caller's inputs in the same way. */
export function routerInputs(input: InputReader) {
  return {
    prompt: input.optional('prompt'),
    policy: admissionPolicy(input),
    ...routeRules(input),
    queue: input.oneOf('queue', ['none', 'branch']),
    failOn: input.parsed('fail-on', parseFailOn),
    announceQueue: input.flag('announce-queue'),
    limits: turnLimits(input),
  };
}
