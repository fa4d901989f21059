import type { TurnLimits, UsedUp } from '@codex-worker/core';
import type { InputReader } from './inputs.ts';

/** The inputs that say how many turns there may be. */
export function turnLimits(input: InputReader): TurnLimits {
  const limit = (name: UsedUp['input']): number | undefined =>
    input.optional(name) === undefined ? undefined : input.wholeNumber(name, { atLeast: 0 });
  return {
    turnsPerHour: limit('turns-per-hour'),
    turnsPerDay: limit('turns-per-day'),
    personTurnsPerHour: limit('person-turns-per-hour'),
    personTurnsPerDay: limit('person-turns-per-day'),
  };
}
