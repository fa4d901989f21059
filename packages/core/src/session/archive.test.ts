import { zstdCompressSync } from 'node:zlib';
import { Header } from 'tar/header';
import { expect, test } from 'vitest';
import { packFiles, unpackFiles } from './archive.ts';

type HeaderFields = NonNullable<ConstructorParameters<typeof Header>[0]>;

/** A tar of one entry, as an attacker with the key would write it. */
function tarOf(fields: Exclude<HeaderFields, Buffer>, content = Buffer.alloc(0)): Buffer {
  const block = Buffer.alloc(512);
  new Header({ mode: 0o600, size: content.length, mtime: new Date(0), ...fields }).encode(block, 0);
  const padding = Buffer.alloc((512 - (content.length % 512)) % 512);
  return Buffer.concat([block, content, padding, Buffer.alloc(1024)]);
}
const refusal = (what: unknown) => expect.objectContaining({ code: 'bundle-untrusted', what });

test('files come back byte for byte, of every length around a block', () => {
  const files = [0, 1, 511, 512, 513, 5000].map((length) => ({
    path: `sessions/2026/rollout-${length}.jsonl`,
    bytes: Buffer.from(Array.from({ length }, (_, i) => i % 256)),
  }));
  expect(unpackFiles(packFiles(files))).toEqual(files);
});

test.each([
  { what: 'a symbolic link', fields: { path: 'sessions/x', type: 'SymbolicLink', linkpath: '/etc/passwd' } },
  { what: 'a hard link', fields: { path: 'sessions/x', type: 'Link', linkpath: 'ledger.json' } },
  { what: 'a device', fields: { path: 'sessions/x', type: 'CharacterDevice' } },
  { what: 'a pipe', fields: { path: 'sessions/x', type: 'FIFO' } },
  { what: 'a folder', fields: { path: 'sessions/', type: 'Directory' } },
] as const)('$what is refused', ({ fields }) => {
  expect(() => unpackFiles(zstdCompressSync(tarOf(fields)))).toThrow(
    refusal(expect.stringContaining(`is a ${fields.type}`)),
  );
});

test.each([
  '/etc/passwd',
  '../outside',
  'sessions/../../outside',
  'sessions/..',
  './x',
  'sessions//x',
  'sessions\\..\\x',
  'C:\\x',
])('the path %j is refused', (path) => {
  expect(() => unpackFiles(zstdCompressSync(tarOf({ path, type: 'File' }, Buffer.from('x'))))).toThrow(
    refusal(expect.stringMatching(/is not a relative path|leaves its folder/)),
  );
});

test('one bad entry among good ones refuses all', () => {
  const good = tarOf({ path: 'ledger.json', type: 'File' }, Buffer.from('{}')).subarray(0, 1024);
  const bad = tarOf({ path: '../x', type: 'File' });
  expect(() => unpackFiles(zstdCompressSync(Buffer.concat([good, bad])))).toThrow(refusal(expect.anything()));
});

test.each([
  { what: 'no zstd', bytes: Buffer.from('hello, this is plain text') },
  { what: 'nothing', bytes: Buffer.alloc(0) },
  { what: 'zstd of no tar', bytes: zstdCompressSync(Buffer.alloc(2048, 'x')) },
  { what: 'zstd of a few bytes', bytes: zstdCompressSync(Buffer.from('hello')) },
  {
    what: 'a tar that ends within a file',
    bytes: zstdCompressSync(tarOf({ path: 'a', type: 'File' }, Buffer.alloc(5000, 'a')).subarray(0, 2048)),
  },
])('$what is refused', ({ bytes }) => {
  expect(() => unpackFiles(bytes)).toThrow(
    refusal(expect.stringMatching(/^The archive in the session artifact is refused: /)),
  );
});

test('what unpacks to more than any session is refused before it fills the memory', () => {
  // 640 MB of zeros in some tens of kB: whole frames may follow each other.
  const frame = zstdCompressSync(Buffer.alloc(64 * 1024 * 1024));
  const before = process.memoryUsage().rss;
  expect(() => unpackFiles(Buffer.concat(Array.from({ length: 10 }, () => frame)))).toThrow(
    refusal(expect.stringContaining('it unpacks to more than 512 MB')),
  );
  expect(process.memoryUsage().rss - before).toBeLessThan(1.5 * 1024 ** 3);
});

test('a file that stands in it twice is refused: one of them was meant to be overlooked', () => {
  const file = { path: 'ledger.json', bytes: Buffer.from('{}') };
  expect(() => unpackFiles(packFiles([file, file]))).toThrow(refusal(expect.stringContaining('it holds a file twice')));
});

test('an archive within the archive is not unpacked', () => {
  const inner = packFiles([{ path: 'ledger.json', bytes: Buffer.from('{}') }]);
  expect(() => unpackFiles(zstdCompressSync(inner))).toThrow(refusal(expect.anything()));
});

test('a path too long for the format is a bug of ours, told at once', () => {
  expect(() => packFiles([{ path: `sessions/${'x'.repeat(300)}`, bytes: Buffer.alloc(1) }])).toThrow(TypeError);
});
