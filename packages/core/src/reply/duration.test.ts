import { expect, test } from 'vitest';
import { briefDuration, duration } from './duration.ts';

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

test.each([
  [0.4, '0 ms'],
  [950, '950 ms'],
  [999.6, '1.0 s'],
  [4_249, '4.2 s'],
  [59_949, '59.9 s'],
  [59_960, '1 min'],
  [200_000, '3 min 20 s'],
  [3_720_000, '1 h 2 min'],
])('%d milliseconds are %s', (milliseconds, said) => {
  expect(briefDuration(milliseconds)).toBe(said);
});
