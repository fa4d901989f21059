import { test } from 'vitest';
import { keepsItsPromises } from './many.ts';
import { queueSchedules } from './queue-happening.ts';
import { playQueue } from './queue-play.ts';

test('what waits in the explicit queue is settled once, in one order for all threads, until nothing waits', {
  timeout: 0,
}, async () => {
  await keepsItsPromises(queueSchedules, 1_500, playQueue);
});
