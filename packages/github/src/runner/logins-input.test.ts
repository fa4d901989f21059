import { expect, test } from 'vitest';
import { readInputs } from './inputs.ts';
import { loginsInput } from './logins-input.ts';

const read = (text: string) => readInputs((input) => loginsInput(input, 'allow-bots'), { 'INPUT_ALLOW-BOTS': text });

test.each([
  { text: '', logins: [] },
  { text: 'alice', logins: ['alice'] },
  { text: 'alice, bob-1,\nrenovate[bot]\n\ncarol_corp,', logins: ['alice', 'bob-1', 'renovate[bot]', 'carol_corp'] },
])('$text names $logins', ({ text, logins }) => {
  expect(read(text)).toEqual(logins);
});

test.each(['*', '*[bot]', 'alice,*', 'octo-org/team', '@alice', 'a b', 'alice;bob', '.*', 'bot[bot]x', '-alice'])(
  '%s is refused',
  (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: 'input-invalid' }));
  },
);

test.each(['alice,,bob', ',alice', ','])('an empty name in %j is refused', (text) => {
  expect(() => read(text)).toThrow('The input "allow-bots" has an empty name.');
});

test('a wildcard is told to be none', () => {
  expect(() => read('*')).toThrow('Nobody can be let in by a pattern');
});
