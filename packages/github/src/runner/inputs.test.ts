import { parseThread } from '@codex-worker/core';
import { expect, test, vi } from 'vitest';
import { type InputReader, readInputs } from './inputs.ts';

const reading = <T>(given: Record<string, string>, read: (input: InputReader) => T): T =>
  readInputs(
    read,
    Object.fromEntries(Object.entries(given).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])),
  );

test('inputs are read as what they are', () => {
  const given = {
    prompt: ' do it ',
    'allow-users': 'alice, bob\ncarol\n\n',
    draft: 'TRUE',
    'retention-days': '7',
    'timeout-minutes': '1.5',
    mode: 'auto',
    thread: 'pr-34',
    empty: '  ',
  };
  expect(
    reading(given, (input) => ({
      prompt: input.required('prompt'),
      users: input.list('allow-users'),
      draft: input.flag('draft'),
      other: input.flag('other'),
      days: input.wholeNumber('retention-days', { atLeast: 1 }),
      timeout: input.minutes('timeout-minutes'),
      mode: input.oneOf('mode', ['auto', 'never']),
      thread: input.parsed('thread', parseThread),
      noThread: input.optionallyParsed('empty', parseThread),
      empty: input.optional('empty'),
    })),
  ).toEqual({
    prompt: 'do it',
    users: ['alice', 'bob', 'carol'],
    draft: true,
    other: false,
    days: 7,
    timeout: 90_000,
    mode: 'auto',
    thread: { kind: 'pr', number: 34 },
    noThread: undefined,
    empty: undefined,
  });
});

test('every problem is named in one failure', () => {
  const read = () =>
    reading({ draft: 'maybe', days: '0', minutes: 'ten', mode: 'often', thread: 'x' }, (input) => [
      input.required('prompt'),
      input.flag('draft'),
      input.wholeNumber('days', { atLeast: 1, atMost: 90 }),
      input.minutes('minutes'),
      input.oneOf('mode', ['auto', 'never']),
      input.parsed('thread', parseThread),
      input.requiredSecret('token'),
    ]);
  expect(read).toThrow(
    expect.objectContaining({
      code: 'input-invalid',
      what: 'The input "prompt" is not given. The input "draft" is "maybe". The input "days" is "0". The input "minutes" is "ten". The input "mode" is "often". The input "thread" is "x". The input "token" is not given.',
      fix: 'Set the input "prompt". Write true or false. Write a whole number of at least 1 and of at most 90. Write a number of minutes of at least 0. Write one of auto, never. Write it as issue-12 or pr-34. Set the input "token".',
    }),
  );
});

test('a problem never shows a secret', () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const secret = `sk-${'x'.repeat(40)}`;
  const read = () => reading({ key: secret, days: 'x' }, (input) => [input.secret('key'), input.wholeNumber('days')]);
  expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining(secret) }));
});
