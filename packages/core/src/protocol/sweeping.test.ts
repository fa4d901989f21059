import { test } from 'vitest';
import { keepsItsPromises } from './many.ts';
import { play } from './play.ts';
import { sweptSchedules } from './schedule.ts';
import { settleBySweeps } from './settle.ts';

test('what was dropped in a thread is found by sweeps, settled once, and not found again', { timeout: 0 }, async () => {
  await keepsItsPromises(sweptSchedules, 1_500, (schedule) => play(schedule, 'kept', settleBySweeps));
});
