import { test } from 'vitest';
import { keepsItsPromises } from './many.ts';
import { play } from './play.ts';
import { punctualSchedules } from './schedule.ts';
import { settleByPeople } from './settle.ts';

test('two runs of a thread at once settle each request once, or say that a session was lost', {
  timeout: 0,
}, async () => {
  await keepsItsPromises(punctualSchedules, 1_000, (schedule) => play(schedule, 'ignored', settleByPeople));
});
