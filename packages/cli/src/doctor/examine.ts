import { checkCallers } from './check-callers.ts';
import { checkCalls } from './check-calls.ts';
import { checkRunners } from './check-runners.ts';
import { checkSettings } from './check-settings.ts';
import type { Facts } from './facts.ts';
import type { Finding } from './finding.ts';

/** Every check of a repository. */
export function examine(facts: Facts): readonly Finding[] {
  return [checkCallers, checkCalls, checkRunners, checkSettings].flatMap((check) => check(facts));
}
