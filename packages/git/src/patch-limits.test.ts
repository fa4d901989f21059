import { deflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { MOST_FILES, refusalOf, refusalOfCount } from './patch-limits.ts';

const adding = (mode: string): string =>
  `diff --git a/x b/x\nnew file mode ${mode}\n--- /dev/null\n+++ b/x\n@@ -0,0 +1 @@\n+new file mode 060000\n`;

test.each(['100644', '100755', '120000', '160000'])(
  'the mode %s is one of git, whatever stands in the file',
  (mode) => {
    expect(refusalOf(adding(mode))).toBeUndefined();
  },
);

test.each(['060000', '020000', '010000', '104755', '100666', '040000', '100644 x'])(
  'a file of the mode %s is refused',
  (mode) => {
    expect(refusalOf(adding(mode))).toContain('mode');
  },
);

test.each(['copy that', 'rename it', 'new mode of work', 'literal 1e9', 'delta x'])(
  'what stands in a file behind another end of a line (%s) is no header',
  (text) => {
    for (const end of ['\r', '\u2028'])
      expect(refusalOf(`${adding('100644')}+one${end}${text}${end}\n`)).toBeUndefined();
  },
);

test.each([
  { what: 'a copy', patch: 'diff --git a/big b/1\nsimilarity index 100%\ncopy from big\ncopy to 1\n' },
  { what: 'a rename', patch: 'diff --git a/a b/b\nrename from a\nrename to b\n' },
  { what: 'a name with a NUL', patch: 'diff --git a/a\0 b/a\0\n--- a/a\0\n' },
])('$what is refused', ({ patch }) => {
  expect(refusalOf(patch)).toBeDefined();
});

test('a file that unpacks to gigabytes is refused before it is unpacked', () => {
  const bomb = 'diff --git a/x b/x\nGIT binary patch\nliteral 10737418240\nzcmXX\n';
  expect(refusalOf(bomb)).toBe('a file of the patch has 10240 MB, and the limit is 250 MB');
  const many = 'GIT binary patch\nliteral 104857600\nzcmXX\n\n'.repeat(3);
  expect(refusalOf(many)).toBe('its binary files have 300 MB together, and the limit is 250 MB');
});

test.each(['literal 60000000 x', 'literal +60000000', 'literal  60000000', 'delta 5 x'])(
  'a size that git reads and does not write so (%s) is refused',
  (header) => {
    expect(refusalOf(`GIT binary patch\n${header}\nzcmXX\n\n`)).toBe(
      'the patch does not tell the size of a binary file as git does',
    );
  },
);

const BASE85 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';

/** A line of a binary patch as git writes it. */
function encodeLine(bytes: Buffer): string {
  const letter = String.fromCharCode(bytes.length <= 26 ? 64 + bytes.length : 96 + bytes.length - 26);
  const padded = Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
  const groups = Array.from({ length: padded.length / 4 }, (_, index) => {
    const value = padded.readUInt32BE(index * 4);
    return [4, 3, 2, 1, 0].map((power) => BASE85[Math.floor(value / 85 ** power) % 85]).join('');
  });
  return `${letter}${groups.join('')}`;
}

/** A number of seven bits a byte, least first. */
function varint(value: number): readonly number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** A delta of a few bytes that makes a file of so many, behind as many blocks of nothing. */
function deltaPatch(makes: number, blocks = 0): string {
  const [header, rest] = split(deflateSync(Buffer.from([...varint(60_000), ...varint(makes), 0xb0, 0x60, 0xea])), 2);
  const nothing = Array.from({ length: blocks }, () => Buffer.from([0, 0, 0, 0xff, 0xff]));
  const packed = Buffer.concat([header, ...nothing, rest]);
  const lines = packed.toString('latin1').match(/.{1,52}/gs) ?? [];
  const data = lines.map((line) => encodeLine(Buffer.from(line, 'latin1')));
  return `diff --git a/x b/x\nGIT binary patch\ndelta ${packed.length}\n${data.join('\n')}\n\n`;
}

const split = (bytes: Buffer, at: number) => [bytes.subarray(0, at), bytes.subarray(at)] as const;

test('a delta that hides what it makes behind blocks of nothing is refused', () => {
  expect(refusalOf(deltaPatch(60_000, 10))).toBeUndefined();
  expect(refusalOf(deltaPatch(60_000_000, 1000))).toBe('the patch does not tell the size of a binary file as git does');
});

test('what a delta makes counts, and not its own length', () => {
  expect(refusalOf(deltaPatch(10 * 1024 ** 3))).toBe('a file of the patch has 10240 MB, and the limit is 250 MB');
  expect(refusalOf(deltaPatch(60_000).repeat(3))).toBeUndefined();
});

test('a change has as many files as a pull request shows', () => {
  expect(refusalOfCount(MOST_FILES)).toBeUndefined();
  expect(refusalOfCount(MOST_FILES + 1)).toBe(
    'the change has 3001 files, and the limit is 3000, which is what a pull request shows',
  );
});
