import { expect, test } from 'vitest';
import { duration } from './duration.ts';

test.each([
  [-1, '0 s'],
  [0.4, '0 s'],
  [59.6, '1 min'],
  [45, '45 s'],
  [150, '2 min 30 s'],
  [180, '3 min'],
  [3600, '1 h'],
  [3900, '1 h 5 min'],
])('%d seconds are %s', (seconds, said) => {
  expect(duration(seconds)).toBe(said);
});
