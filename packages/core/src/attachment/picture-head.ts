/** The formats that Codex hands to the model. */
export type PictureFormat = 'png' | 'jpeg' | 'gif' | 'webp';

/** What the first bytes of a picture tell. */
export interface PictureHead {
  readonly format: PictureFormat;
  readonly width: number;
  readonly height: number;
}

/** Reads the format and the size of a picture from its bytes; undefined where they are no picture. */
export function pictureHead(bytes: Buffer): PictureHead | undefined {
  for (const [format, sizeOf] of readers) {
    const size = sizeOf(bytes);
    if (size && size[0] > 0 && size[1] > 0) return { format, width: size[0], height: size[1] };
  }
  return undefined;
}

type Size = readonly [width: number, height: number];

const begins = (bytes: Buffer, magic: string, at = 0): boolean =>
  bytes.toString('latin1', at, at + magic.length) === magic;

function png(bytes: Buffer): Size | undefined {
  if (!begins(bytes, '\x89PNG\r\n\x1a\n') || !begins(bytes, 'IHDR', 12) || bytes.length < 24) return undefined;
  return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
}

function gif(bytes: Buffer): Size | undefined {
  if (!(begins(bytes, 'GIF87a') || begins(bytes, 'GIF89a')) || bytes.length < 10) return undefined;
  return [bytes.readUInt16LE(6), bytes.readUInt16LE(8)];
}

/** https://developers.google.com/speed/webp/docs/riff_container */
function webp(bytes: Buffer): Size | undefined {
  if (!begins(bytes, 'RIFF') || !begins(bytes, 'WEBP', 8) || bytes.length < 30) return undefined;
  switch (bytes.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return [bytes.readUInt16LE(26) & 0x3fff, bytes.readUInt16LE(28) & 0x3fff];
    case 'VP8L': {
      const sizes = bytes.readUInt32LE(21);
      return [1 + (sizes & 0x3fff), 1 + ((sizes >>> 14) & 0x3fff)];
    }
    case 'VP8X':
      return [1 + bytes.readUIntLE(24, 3), 1 + bytes.readUIntLE(27, 3)];
    default:
      return undefined;
  }
}

/** The segments before the first frame are jumped over by their lengths. */
function jpeg(bytes: Buffer): Size | undefined {
  if (!begins(bytes, '\xff\xd8\xff')) return undefined;
  for (let at = 2; at + 9 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (isFrame(marker)) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)];
    else at += 2 + Math.max(2, bytes.readUInt16BE(at + 2));
  }
  return undefined;
}

/** `SOF0` to `SOF15`, among which three are tables. */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

const readers: readonly (readonly [PictureFormat, (bytes: Buffer) => Size | undefined])[] = [
  ['png', png],
  ['jpeg', jpeg],
  ['gif', gif],
  ['webp', webp],
];
