import { Failure } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { assertKey } from './api-key.ts';

const refused = [
  { what: 'no key', key: '', code: 'api-key-missing' },
  { what: 'a key with a line break at its end', key: 'sk-abc\n', code: 'auth' },
  { what: 'a sentence', key: 'put your key here', code: 'auth' },
];
for (const { what, key, code } of refused) {
  test(`${what} is ${code}, and the message does not show it`, () => {
    const failure = thrownBy(() => assertKey(key));
    expect(failure.code).toBe(code);
    if (key !== '') expect(failure.message).not.toContain(key.trim());
  });
}

test('a key of OpenAI is taken', () => {
  expect(() => assertKey('sk-proj-Ab1_2-3')).not.toThrow();
});

function thrownBy(act: () => void): Failure {
  try {
    act();
  } catch (error) {
    if (error instanceof Failure) return error;
  }
  throw new Error('nothing was refused');
}
