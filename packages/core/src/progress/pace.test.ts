import { expect, test } from 'vitest';
import { FIRST_AFTER_SECONDS, pause } from './pace.ts';

const pauses = Array.from({ length: 100 }, (_, edits) => pause(edits)).filter((seconds) => seconds !== undefined);

test('a comment is edited at most once in 15 seconds, and ever more slowly', () => {
  expect(Math.min(...pauses)).toBe(15);
  expect(pauses.toSorted((a, b) => a - b)).toEqual(pauses);
});

test('a turn has at most 40 edits, which cover most of the half hour that it may take', () => {
  expect(pauses).toHaveLength(40);
  const minutes = (FIRST_AFTER_SECONDS + pauses.reduce((sum, seconds) => sum + seconds, 0)) / 60;
  expect(Math.floor(minutes)).toBe(25);
});
