import { expect, test } from 'vitest';
import { treeEntries } from './tree-entries.ts';

const put = (path: string, bytes: Uint8Array | string, mode = '100644') =>
  ({ kind: 'put', path, mode, bytes: Buffer.from(bytes) }) as const;

test('text travels with the tree, and keeps its mode; deletions are named', () => {
  const changes = [put('run.sh', 'é 🚀\r\n', '100755'), put('link', 'run.sh', '120000')];
  expect(treeEntries([...changes, { kind: 'delete', path: 'gone' }])).toEqual({
    kind: 'entries',
    inline: [
      { path: 'run.sh', mode: '100755', content: 'é 🚀\r\n' },
      { path: 'link', mode: '120000', content: 'run.sh' },
    ],
    blobs: [],
    deleted: ['gone'],
  });
});

test.each([
  { what: 'bytes that are no UTF-8', bytes: Buffer.from([0xff, 0xfe]) },
  { what: 'half a character', bytes: Buffer.from('🚀').subarray(0, 2) },
  { what: 'a zero byte', bytes: Buffer.from('a\0b') },
  { what: 'text of more than 2 MiB', bytes: Buffer.alloc(2 * 1024 * 1024 + 1, 'x') },
])('$what take a call of their own', ({ bytes }) => {
  expect(treeEntries([put('file', bytes)])).toMatchObject({ inline: [], blobs: [{ path: 'file' }] });
});

test('one large text does not send the small ones after it on calls of their own', () => {
  const lock = put('package-lock.json', Buffer.alloc(3 * 1024 * 1024, 'x'));
  const small = Array.from({ length: 50 }, (_, n) => put(`src/${n}.ts`, 'x'));
  const entries = treeEntries([lock, ...small]);
  expect(entries).toMatchObject({ kind: 'entries', blobs: [{ path: 'package-lock.json' }] });
  expect(entries.kind === 'entries' && entries.inline).toHaveLength(50);
});

test.each([
  {
    changes: Array.from({ length: 1001 }, (_, n) => put(`${n}.txt`, 'x')),
    why: '1001 files change, and a signed commit takes up to 1000',
  },
  {
    changes: Array.from({ length: 41 }, (_, n) => put(`${n}.bin`, '\0')),
    why: '41 binary or large files change, and a signed commit takes up to 40',
  },
  {
    changes: [put('big.bin', Buffer.alloc(29 * 1024 * 1024))],
    why: 'big.bin has 29 MiB, and a signed commit takes files of up to 28 MiB',
  },
])('too much is refused with its measure: $why', ({ changes, why }) => {
  expect(treeEntries(changes)).toEqual({ kind: 'too-large', why });
});
