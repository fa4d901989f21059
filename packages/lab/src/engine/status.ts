import type { Functions } from './expressions.ts';
import type { JobOutcome } from './run-context.ts';

/** Status functions of a step. */
export function stepStatus(status: 'success' | 'failure' | 'cancelled'): Functions {
  return {
    always: () => true,
    success: () => status === 'success',
    failure: () => status === 'failure',
    cancelled: () => status === 'cancelled',
  };
}

/**
 * Status functions of a job. They look at every ancestor, not only at `needs`: a job after a skipped one is skipped
 * too, even when an `always()` job stands between them.
 */
export function jobStatus(ancestors: ReadonlyMap<string, JobOutcome>, cancelled: boolean): Functions {
  const among = (names: readonly string[]) => {
    if (names.length === 0) return [...ancestors.values()];
    return names.flatMap((name) => ancestors.get(name) ?? []);
  };
  return {
    always: () => true,
    success: (...names) => !cancelled && among(names).every(({ result }) => result === 'success'),
    failure: (...names) => !cancelled && among(names).some(({ result }) => result === 'failure'),
    cancelled: () => cancelled,
  };
}
