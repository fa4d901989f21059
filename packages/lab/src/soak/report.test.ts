import { expect, test } from 'vitest';
import { nothingPlayed } from './report.ts';

test.each([
  { when: 'the time was over before the first case', schedules: 0, only: undefined, says: '--minutes is 0.5.' },
  { when: 'no case has the words', schedules: 0, only: 'killled', says: '--only is "killled".' },
])('a soak that played nothing says so, where $when', ({ schedules, only, says }) => {
  expect(nothingPlayed({ schedules, minutes: 0.5 }, only)).toContain(says);
});

test('a soak that played a case has something to tell', () => {
  expect(nothingPlayed({ schedules: 1, minutes: 0 }, undefined)).toBeUndefined();
});
