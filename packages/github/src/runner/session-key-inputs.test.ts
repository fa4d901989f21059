import { expect, test } from 'vitest';
import { readInputs } from './inputs.ts';
import { oldSessionKeyInput, sessionKeyInput } from './session-key-inputs.ts';

const read = (key: string, old: string) =>
  readInputs(
    (input) => {
      const sessionKey = sessionKeyInput(input);
      return { sessionKey, old: oldSessionKeyInput(input, sessionKey) };
    },
    { 'INPUT_SESSION-KEY': key, 'INPUT_OLD-SESSION-KEY': old },
  );
const [one, two] = ['the-first-key-0123', 'the-second-key-012'];

test('both keys, one or none may be given', () => {
  expect(read(two, one)).toEqual({ sessionKey: two, old: one });
  expect(read(two, '')).toEqual({ sessionKey: two, old: undefined });
  expect(read('', '')).toEqual({ sessionKey: undefined, old: undefined });
});

test.each([
  { what: 'a short key', key: 'tooshort', old: '', says: 'The input "session-key" has 8 characters.' },
  { what: 'a short old key', key: two, old: 'short', says: 'The input "old-session-key" has 5 characters.' },
  { what: 'the same key twice', key: one, old: one, says: 'are the same key' },
  { what: 'an old key alone', key: '', old: one, says: '"session-key" is not' },
])('$what is refused, and not shown', ({ key, old, says }) => {
  expect(() => read(key, old)).toThrow(says);
  for (const secret of [key, old].filter((text) => text !== '')) {
    expect(() => read(key, old)).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }));
  }
});
