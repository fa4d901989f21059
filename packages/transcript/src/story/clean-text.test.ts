import { redactor } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { cleanerOf } from './clean-text.ts';

const key = 'sk-live-0123456789abcdef';
const clean = cleanerOf(redactor([key]));

test.each([
  { what: 'a secret', text: `It is ${key}.`, then: 'It is [redacted].' },
  {
    what: 'a secret in two colours',
    text: `It is sk-live-\u001b[31m0123456789abcdef\u001b[0m.`,
    then: 'It is [redacted].',
  },
  { what: 'what looks like a token', text: `ghp_${'aB3'.repeat(12)}`, then: '[redacted]' },
  {
    what: 'a key of three lines',
    text: 'a\n-----BEGIN PRIVATE KEY-----\nabcd\n-----END PRIVATE KEY-----\nb',
    then: 'a\n[redacted]\n[redacted]\n[redacted]\nb',
  },
  { what: 'colours', text: '\u001b[1;32mfine\u001b[0m', then: 'fine' },
  { what: 'a link of a terminal', text: '\u001b]8;;https://example.com\u0007here\u001b]8;;\u0007', then: 'here' },
  { what: 'a progress bar', text: '10%\r55%\r100%\nnext\r\n', then: '100%\nnext\n' },
  { what: 'a bar whose end is written over by nothing', text: '10%\r55%\r\r\nnext\r', then: '55%\nnext' },
  { what: 'what turns the writing round', text: 'a\u202Eb', then: 'a[U+202E]b' },
])('$what', ({ text, then }) => {
  expect(clean(text)).toBe(then);
});

test('a text of other line ends takes no time', () => {
  const began = performance.now();
  clean(`${'x\u2028'.repeat(100_000)}\r\n`);
  expect(performance.now() - began).toBeLessThan(2_000);
});
