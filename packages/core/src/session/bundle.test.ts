import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newLedger, settle } from '../ledger/ledger.ts';
import { aRequest, at, NEW_SESSION } from '../testing/index.ts';
import { openBundle, openWithAny, readHeader, sealBundle } from './bundle.ts';

const owner = { repositoryId: 42, thread: 'issue-12' } as const;
const key = 'sk-test-key-of-the-fixture';
const ledger = {
  ...settle(newLedger('issue-12', at(0), 'workspace-write'), aRequest('issue-12'), {
    state: 'answered',
    outboxRun: 701,
    turn: {
      sessionId: NEW_SESSION,
      sandbox: 'workspace-write',
      codexVersion: '0.169.0',
      startedAt: at(0),
      endedAt: at(1),
      outcome: 'answered',
    },
  }),
  sequence: 3,
};
const contents = {
  ledger,
  files: [
    {
      path: `sessions/2026/03/01/rollout-${NEW_SESSION}.jsonl`,
      bytes: Buffer.from('{"type":"session_meta"}\n'.repeat(9)),
    },
  ],
};
const sealed = sealBundle(contents, owner, '0.169.0', key);
const bodyStart = readHeader(sealed).clear.length;

const refused = expect.objectContaining({ code: 'bundle-untrusted' });
const changed = (offset: number, flip: number): Buffer => {
  const bytes = Buffer.from(sealed);
  bytes[offset] = (bytes[offset] ?? 0) ^ flip;
  return bytes;
};

describe('a bundle', () => {
  test('opens for its repository, thread and key, with what was put in', () => {
    expect(openBundle(sealed, owner, key)).toEqual(contents);
  });

  test('says of itself what is no secret, and nothing else', () => {
    expect(readHeader(sealed).header).toEqual({
      version: 1,
      repositoryId: 42,
      thread: 'issue-12',
      sequence: 3,
      codexVersion: '0.169.0',
      algorithm: 'hkdf-sha256+aes-256-gcm+zstd+tar',
      salt: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
      nonce: expect.stringMatching(/^[A-Za-z0-9+/]{16}$/),
      keyCheck: expect.stringMatching(/^[A-Za-z0-9+/]{11}=$/),
      bytes: sealed.length - bodyStart,
    });
    expect(sealed.includes('session_meta')).toBe(false);
    expect(sealed.includes('alice')).toBe(false);
  });

  test('of any contents comes back as it went in', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9._-]{1,20}$/).filter((text) => !/^\.{1,2}$/.test(text));
    const file = fc.record({
      path: name.map((text) => `sessions/${text}`),
      bytes: fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(file, { maxLength: 4, selector: ({ path }) => path }),
        fc.string({ minLength: 1 }),
        (files, anyKey) => {
          expect(openBundle(sealBundle({ ledger, files }, owner, '0.169.0', anyKey), owner, anyKey)).toEqual({
            ledger,
            files,
          });
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('a bundle is refused', () => {
  test('with any of its bytes changed, in the header and in the body', () => {
    const positions = [
      ...Array.from({ length: bodyStart }, (_, offset) => offset),
      ...Array.from({ length: 60 }, (_, i) => bodyStart + Math.floor((i * (sealed.length - bodyStart)) / 60)),
      sealed.length - 1,
    ];
    for (const offset of positions) {
      for (const flip of [0x01, 0x80]) {
        expect(() => openBundle(changed(offset, flip), owner, key), `byte ${offset}`).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^bundle-(untrusted|too-new)$/) }),
        );
      }
    }
  });

  test('shortened to any length, or with something behind it', () => {
    for (const length of [
      0,
      1,
      11,
      12,
      40,
      bodyStart - 1,
      bodyStart,
      bodyStart + 15,
      bodyStart + 16,
      sealed.length - 1,
    ]) {
      expect(() => openBundle(sealed.subarray(0, length), owner, key), `${length} bytes`).toThrow(refused);
    }
    expect(() => openBundle(Buffer.concat([sealed, Buffer.from([0])]), owner, key)).toThrow(refused);
  });

  test.each([
    {
      what: 'for another thread',
      of: { ...owner, thread: 'issue-13' },
      with: key,
      says: /thread issue-12, not to issue-13/,
    },
    {
      what: "for a pull request of the issue's number",
      of: { ...owner, thread: 'pr-12' },
      with: key,
      says: /not to pr-12/,
    },
    { what: 'for another repository', of: { ...owner, repositoryId: 43 }, with: key, says: /repository with id 42/ },
    { what: 'with another key', of: owner, with: `${key}2`, says: /another key/ },
    { what: 'with an empty key', of: owner, with: '', says: /another key/ },
  ] as const)('$what', (row) => {
    expect(() => openBundle(sealed, row.of, row.with)).toThrow(
      expect.objectContaining({ code: 'bundle-untrusted', what: expect.stringMatching(row.says) }),
    );
  });

  test('whose header was rewritten for another thread, although the header then fits', () => {
    const rewritten = Buffer.from(sealed.toString('latin1').replace('issue-12', 'issue-13'), 'latin1');
    expect(readHeader(rewritten).header.thread).toBe('issue-13');
    expect(() => openBundle(rewritten, { ...owner, thread: 'issue-13' }, key)).toThrow(refused);
  });

  test('of a newer version, whatever else its header says, with the way out', () => {
    const json = Buffer.from(JSON.stringify({ version: 2, sealedBy: 'something new' }));
    const length = Buffer.alloc(4);
    length.writeUInt32BE(json.length);
    const newer = Buffer.concat([Buffer.from('CODEXWRK'), length, json, Buffer.alloc(64)]);
    expect(() => openBundle(newer, owner, key)).toThrow(
      expect.objectContaining({
        code: 'bundle-too-new',
        what: 'The session bundle is version 2; this release reads up to 1.',
        fix: 'Use the newest release of Codex Worker in every workflow.',
      }),
    );
  });
});

describe('of two keys', () => {
  test.each([
    { keys: [key, 'the-other-one'], then: 0 },
    { keys: ['the-other-one', key], then: 1 },
  ])('the one that fits opens it', ({ keys, then }) => {
    expect(openWithAny(sealed, owner, keys)).toEqual({ contents, key: then });
  });

  test('none may fit: then the key is what is wrong', () => {
    expect(() => openWithAny(sealed, owner, ['one', 'two'])).toThrow('with another key');
  });

  test('a changed byte is told apart from a wrong key', () => {
    expect(() => openWithAny(changed(sealed.length - 1, 1), owner, ['one', key])).toThrow('it was changed after');
    expect(() => openWithAny(changed(sealed.length - 1, 1), owner, ['one', key])).not.toThrow('another key');
  });

  test('a file that ends early is told so', () => {
    expect(() => openWithAny(sealed.subarray(0, -1), owner, [key])).toThrow(
      `is cut off: it has ${sealed.length - 1} of ${sealed.length} bytes`,
    );
  });

  test('of a bundle of the first release, nobody can tell a changed byte from a wrong key', () => {
    const first = readFileSync(new URL('../../fixtures/bundle-v1.bin', import.meta.url));
    expect(() => openBundle(first, owner, 'another-key')).toThrow(
      /changed after it was sealed, or .* with another key/,
    );
  });
});

// Every version that was ever released must be readable for ever: this file is written once and never again.
test('the bundle of version 1 that was frozen opens', () => {
  const fixture = new URL('../../fixtures/bundle-v1.bin', import.meta.url);
  expect(openBundle(readFileSync(fixture), owner, key)).toEqual(contents);
});
