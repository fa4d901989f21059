import { expect, test } from 'vitest';
import { isTranscriptMade, parseTranscriptChoice } from './transcript-choice.ts';

const cases = [
  { choice: 'auto', visibility: 'private', made: true },
  { choice: 'auto', visibility: 'internal', made: true },
  { choice: 'auto', visibility: 'public', made: false },
  { choice: 'auto', visibility: 'unknown', made: false },
  { choice: 'always', visibility: 'public', made: true },
  { choice: 'always', visibility: 'unknown', made: true },
  { choice: 'never', visibility: 'private', made: false },
] as const;
test.each(cases)('transcript: $choice, in a repository that is $visibility: $made', ({ choice, visibility, made }) => {
  expect(isTranscriptMade(choice, visibility)).toBe(made);
});

test('a word that is none is named, with those that there are', () => {
  expect(parseTranscriptChoice('always')).toBe('always');
  expect(() => parseTranscriptChoice('sometimes')).toThrow('The input "transcript" is "sometimes".');
});
