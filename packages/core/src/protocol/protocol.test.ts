import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenPromises } from './invariants.ts';
import { play } from './play.ts';
import { punctualSchedules, schedules } from './schedule.ts';

/**
 * Without a word, the same schedules each time: a build must not fail by chance. `PROTOCOL_RUNS=1000000` goes through
 * many, and `PROTOCOL_SEED` through others.
 */
const runs = Number(process.env['PROTOCOL_RUNS'] ?? 3_000);
const parameters = { numRuns: runs, seed: Number(process.env['PROTOCOL_SEED'] ?? 1) };

test('whatever happens in a thread, each request is settled once, in order, in one session', {
  timeout: 0,
}, async () => {
  await fc.assert(
    fc.asyncProperty(schedules, async (schedule) => {
      expect(brokenPromises(await play(schedule, { group: 'kept' }))).toEqual([]);
    }),
    parameters,
  );
});

test('two runs of a thread at once settle each request once, or say that a session was lost', {
  timeout: 0,
}, async () => {
  await fc.assert(
    fc.asyncProperty(punctualSchedules, async (schedule) => {
      expect(brokenPromises(await play(schedule, { group: 'ignored' }))).toEqual([]);
    }),
    { ...parameters, numRuns: Math.ceil(runs / 10) },
  );
});
