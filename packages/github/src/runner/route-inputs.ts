import { branchPrefix, forkPolicies, type RouteRules } from '@codex-worker/core';
import type { InputReader } from './inputs.ts';
import { triggerInput } from './trigger-input.ts';

/** The inputs that say which threads there are and what in them asks. */
export function routeRules(input: InputReader): RouteRules {
  return {
    trigger: triggerInput(input),
    forks: { policy: input.oneOf('forks', forkPolicies), mention: input.required('mention') },
    filter: {
      issueLabel: input.optional('issue-label'),
      titlePrefix: input.optional('title-prefix'),
      issueTypes: input.list('issue-types'),
      branchPrefix: branchPrefix(input.required('branch')),
    },
  };
}
