import { test } from 'vitest';
import { keepsItsPromises } from './many.ts';
import { play } from './play.ts';
import { schedules } from './schedule.ts';
import { settleByPeople } from './settle.ts';

test('whatever happens in a thread, each request is settled once, in order, in one session', {
  timeout: 0,
}, async () => {
  await keepsItsPromises(schedules, 6_000, (schedule) => play(schedule, 'kept', settleByPeople));
});
