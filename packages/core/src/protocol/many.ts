import fc from 'fast-check';
import { expect } from 'vitest';
import { brokenPromises } from './invariants.ts';
import type { Play } from './play.ts';

/**
 * Without a word, the same schedules each time: a build must not fail by chance. `PROTOCOL_RUNS=1000000` goes through
 * many, and `PROTOCOL_SEED` through others.
 */
const seed = Number(process.env['PROTOCOL_SEED'] ?? 1);
const share = Number(process.env['PROTOCOL_RUNS'] ?? 10_000) / 10_000;

/** Plays so many random schedules of ten thousand in all, and prints the seed. A counterexample is shrunk to its last happenings. */
export async function keepsItsPromises<S>(
  schedules: fc.Arbitrary<S>,
  count: number,
  play: (schedule: S) => Promise<Play>,
): Promise<void> {
  const numRuns = Math.max(1, Math.ceil(count * share));
  console.log(`${numRuns} schedules, PROTOCOL_SEED=${seed}`);
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      expect(brokenPromises(await play(schedule))).toEqual([]);
    }),
    { numRuns, seed },
  );
}
