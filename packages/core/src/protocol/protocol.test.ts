import fc from 'fast-check';
import { expect, test } from 'vitest';
import { brokenPromises } from './invariants.ts';
import { play } from './play.ts';
import { punctualSchedules, schedules } from './schedule.ts';

/** `PROTOCOL_RUNS=1000000` for a soak, `PROTOCOL_SEED` for the schedules of a failure again. */
const runs = Number(process.env['PROTOCOL_RUNS'] ?? 10_000);
const seed = process.env['PROTOCOL_SEED'];
const parameters = { numRuns: runs, ...(seed === undefined ? {} : { seed: Number(seed) }) };

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
