import fc from 'fast-check';
import { expect, test } from 'vitest';
import { redactTranscript } from './redact-transcript.ts';
import { redactor } from './redactor.ts';

const key = 'sk-"right"\\key\n0123456789';
const secrets = redactor([key, 'ninechars', 'schlüssel-für-alle']);
const clean = (text: string) => redactTranscript(Buffer.from(text), secrets).toString();
const lineOf = (value: unknown) => `${JSON.stringify(value)}\n`;

test('a transcript without secrets stays as it is, in the same bytes', () => {
  const bytes = Buffer.from(lineOf({ a: 1 }));
  expect(redactTranscript(bytes, secrets)).toBe(bytes);
});

test('secrets go from texts and names, however deep, and every line keeps its length', () => {
  const before = lineOf({ type: 'one' });
  const call = {
    output: `a\n${key}`,
    arguments: JSON.stringify({ key }),
    'ninechars as name': [1, 'ü ninechars', null],
  };
  const after = lineOf({ type: 'three', n: 1 });
  const redacted = clean(`${before}${lineOf(call)}${after}`);
  const [first = '', second = '', third = ''] = redacted.split('\n');
  expect([`${first}\n`, `${third}\n`]).toEqual([before, after]);
  expect(JSON.parse(second)).toEqual({
    output: 'a\n[redacted]',
    arguments: '{"key":"[redacted]"}',
    '********* as name': [1, 'ü *********', null],
  });
  expect(Buffer.byteLength(second)).toBe(Buffer.byteLength(lineOf(call)) - 1);
});

test('a secret after an escaped line end is found, and the escape stays whole', () => {
  const { text } = JSON.parse(clean(lineOf({ text: '\nninechars' })));
  expect(text).toBe('\n*********');
});

test('a secret with other letters than those of ASCII is found', () => {
  expect(JSON.parse(clean(lineOf({ text: 'schlüssel-für-alle' })))).toEqual({ text: '[redacted]' });
});

test('a last line that was cut off keeps its length without the secret', () => {
  const line = '{"output":"ninechars and';
  expect(clean(line)).toBe('{"output":"********* and');
});

test('a line nested deeper than the stack keeps its length without the secret', () => {
  const line = `${'['.repeat(200_000)}"ninechars"${']'.repeat(200_000)}\n`;
  expect(clean(line)).toBe(line.replace('ninechars', '*********'));
});

/** Keys, and passphrases of any letters. */
const secret = fc.oneof(
  fc.stringMatching(/^[\w+/=.-]{10,60}$/),
  fc.string({ unit: 'grapheme', minLength: 12, maxLength: 40 }).filter((text) => text.trim().length >= 12),
);
const writings = [
  (text: string) => text,
  (text: string) => JSON.stringify({ text }),
  (text: string) => Buffer.from(`user:${text}`).toString('base64'),
  (text: string) => `?q=${encodeURIComponent(text)}&more`,
] as const;

test('whatever the secret is and however a line holds it, the line stays JSON of the same length without it', () => {
  const line = fc.tuple(secret, fc.string(), fc.string(), fc.constantFrom(...writings), fc.jsonValue());
  const property = fc.property(line, ([value, before, after, write, more]) => {
    const held = write(value);
    const text = `${JSON.stringify({ type: 'item', payload: [{ output: `${before}${held}${after}` }, more] })}\n`;
    const bytes = Buffer.from(text);
    const redacted = redactTranscript(bytes, redactor([value]));
    expect(redacted.length).toBe(bytes.length);
    const { payload } = JSON.parse(redacted.toString());
    expect(payload[0].output).not.toContain(held);
  });
  fc.assert(property, { numRuns: 100 });
});
