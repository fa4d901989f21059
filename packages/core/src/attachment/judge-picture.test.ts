import { expect, test } from 'vitest';
import { aPng, examplePictures, hollowPng } from '../testing/example-pictures.ts';
import { judgePicture } from './judge-picture.ts';
import { pictureHead } from './picture-head.ts';

for (const [format, bytes] of Object.entries(examplePictures)) {
  test(`a ${format} is one by its bytes`, () => {
    expect(pictureHead(bytes)).toEqual({ format, width: 1, height: 1 });
    for (const type of [`image/${format}`, `image/${format}; charset=binary`, 'application/octet-stream', undefined]) {
      expect(judgePicture(bytes, type), String(type)).toEqual({ kind: 'picture', format });
    }
  });

  test(`a ${format} that is cut off anywhere makes nothing throw`, () => {
    for (let length = 0; length < bytes.length; length += 1) {
      const head = pictureHead(bytes.subarray(0, length));
      expect(head === undefined || head.format === format).toBe(true);
    }
  });
}

test('the size of a larger picture is read', () => {
  expect(pictureHead(aPng(300, 20))).toMatchObject({ width: 300, height: 20 });
});

const webp = (kind: string, body: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from(`RIFF....WEBP${kind}....`), Buffer.from(body), Buffer.alloc(16)]);
test.each([
  ['VP8L', webp('VP8L', [0x2f, 0x2b, 0xc1, 0x04, 0x00])],
  ['VP8X', webp('VP8X', [0, 0, 0, 0, 0x2b, 1, 0, 0x13, 0, 0])],
])('the size of a WebP is read from its %s', (_, bytes) => {
  expect(pictureHead(bytes)).toMatchObject({ format: 'webp', width: 300, height: 20 });
});

const unfit = [
  {
    what: 'an SVG that says to be a PNG',
    bytes: Buffer.from('<svg xmlns="…"/>'),
    type: 'image/png',
    why: 'no-picture',
  },
  { what: 'an SVG', bytes: Buffer.from('<svg xmlns="…"/>'), type: 'image/svg+xml', why: 'no-picture' },
  { what: 'a PNG that says to be HTML', bytes: aPng(), type: 'text/html', why: 'no-picture' },
  { what: 'a PNG that says to be a GIF', bytes: aPng(), type: 'image/gif', why: 'no-picture' },
  { what: 'no byte', bytes: Buffer.alloc(0), type: 'image/png', why: 'no-picture' },
  { what: 'a PNG without width', bytes: hollowPng(0, 9), type: 'image/png', why: 'no-picture' },
  {
    what: 'a JPEG of endless fill bytes',
    bytes: Buffer.alloc(1_000, 0xff).fill(0xd8, 1, 2),
    type: 'image/jpeg',
    why: 'no-picture',
  },
  {
    what: 'a PNG that unpacks to gigabytes',
    bytes: hollowPng(60_000, 60_000),
    type: 'image/png',
    why: 'too-many-pixels',
  },
  {
    what: 'a file of 11 MB',
    bytes: Buffer.concat([aPng(), Buffer.alloc(11_000_000)]),
    type: 'image/png',
    why: 'too-large',
  },
] as const;
for (const { what, bytes, type, why } of unfit) {
  test(`${what} is given to no model`, () => expect(judgePicture(bytes, type)).toEqual({ kind: 'unread', why }));
}
