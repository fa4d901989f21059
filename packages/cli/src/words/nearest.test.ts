import { expect, test } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

test.each([
  { word: 'docter', known: ['init', 'doctor', 'session'], meant: 'doctor' },
  { word: 'INIT', known: ['init', 'doctor'], meant: 'init' },
  { word: 'issue-lable', known: ['issue-label', 'issue-types', 'labels'], meant: 'issue-label' },
  { word: 'inti', known: ['init', 'doctor'], meant: 'init' },
  { word: 'sweep', known: ['init', 'doctor'], meant: undefined },
  { word: '', known: ['init'], meant: undefined },
  { word: 'x', known: [], meant: undefined },
])('"$word" is taken for $meant', ({ word, known, meant }) => {
  expect(nearest(word, known)).toBe(meant);
});

test('a word that is near to nothing gets the other advice', () => {
  expect(didYouMean('fast', ['--json'], 'See --help.')).toBe('See --help.');
  expect(didYouMean('--jsn', ['--json'], 'See --help.')).toBe('Did you mean --json?');
});
