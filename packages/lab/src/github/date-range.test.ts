import { expect, test } from 'vitest';
import { createdIn } from './date-range.ts';

const times = ['2026-11-21T23:59:59Z', '2026-11-22T00:00:00Z', '2026-11-22T10:00:00Z', '2026-11-23T00:00:00Z'];

test.each([
  [undefined, [0, 1, 2, 3]],
  ['2026-11-22', [1, 2]],
  ['>2026-11-22', [3]],
  ['>=2026-11-22', [1, 2, 3]],
  ['<2026-11-22', [0]],
  ['<=2026-11-22T10:00:00Z', [0, 1, 2]],
  ['>2026-11-22T09:00:00+00:00', [2, 3]],
  ['2026-11-22T00:00:00Z..2026-11-22T10:00:00Z', [1, 2]],
  ['*..2026-11-21', [0]],
  ['2026-11-22..*', [1, 2, 3]],
])('the range %s holds the times that it names', (range, expected) => {
  const isIn = createdIn(range);
  expect(times.flatMap((time, at) => (isIn(time) ? [at] : []))).toEqual(expected);
});

test('what is no time is refused', () => {
  expect(() => createdIn('>=yesterday')).toThrow("Invalid value for parameter 'created': yesterday");
});
