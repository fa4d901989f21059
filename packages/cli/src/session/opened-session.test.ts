import { newLedger, sealBundle } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { openSession } from './opened-session.ts';

const key = 'a-session-key-of-the-tests';
const contents = { ledger: newLedger('pr-7', '2026-03-01T10:00:00Z', 'read-only'), files: [] };
const sealed = sealBundle(contents, { repositoryId: 42, thread: 'pr-7' }, '0.169.0', key);
const keys = (...values: readonly string[]) => values.map((value, index) => ({ from: `KEY_${index}`, value }));

test('the first key that fits opens it, whosever it is', () => {
  const opened = openSession(sealed, keys('another-key-0123', key));
  expect(opened).toMatchObject({ openedWith: 'KEY_1', contents, header: { repositoryId: 42, thread: 'pr-7' } });
});

const flipped = (at: number): Buffer => {
  const bytes = Buffer.from(sealed);
  bytes.writeUInt8(bytes.readUInt8(bytes.length + at) ^ 1, bytes.length + at);
  return bytes;
};
const newer = Buffer.from(sealed.toString('latin1').replace('"version":1', '"version":2'), 'latin1');

test.each([
  { what: 'another key', bytes: sealed, with: 'another-key-0123', says: 'it was sealed with another key' },
  { what: 'a changed byte', bytes: flipped(-20), with: key, says: 'it was changed after it was sealed' },
  { what: 'a file that ends early', bytes: sealed.subarray(0, -10), with: key, says: 'is cut off: it has' },
  { what: 'some other file', bytes: Buffer.from('# Read me'), with: key, says: 'is no bundle of the worker (9 bytes)' },
  { what: 'an empty file', bytes: Buffer.alloc(0), with: key, says: 'is no bundle of the worker (0 bytes)' },
  { what: 'a zip archive', bytes: Buffer.from('PK\u0003\u0004…'), with: key, says: 'is a zip archive' },
  { what: 'a newer format', bytes: newer, with: key, says: 'is version 2; this release reads up to 1' },
])('$what does not open, and the reason is told', ({ bytes, with: value, says }) => {
  expect(() => openSession(bytes, keys(value))).toThrow(says);
});
