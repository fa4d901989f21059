import { expect, test } from 'vitest';
import { parseThread, threadKey } from './thread.ts';

test.each([
  ['issue-12', 'issue-12'],
  ['pr-34', 'pr-34'],
  ['12', 'issue-12'],
  [' issue-12\n', 'issue-12'],
])('%j is the thread %s', (text, key) => {
  expect(threadKey(parseThread(text))).toBe(key);
});

test.each([
  '',
  'issue-',
  'issue-0',
  'issue-012',
  '-1',
  '1.5',
  '1e3',
  'Issue-12',
  'pr 34',
  'issue-12; rm -rf',
  'issue-12\nx',
  '#12',
  '٣',
  '99999999999',
])('%j is no thread, and the message says how to write one', (text) => {
  expect(() => parseThread(text)).toThrow(
    expect.objectContaining({
      code: 'input-invalid',
      what: `The input "thread" is "${text}".`,
      fix: 'Write it as issue-12 or pr-34.',
    }),
  );
});
