import { inflateSync } from 'node:zlib';

/** The digits of git's base85, in their order. */
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
/** What a file of a repository may unpack to before it is taken for a bomb. */
const MOST_BYTES = 256 * 1024 * 1024;

/** The bytes that a binary patch brings: the whole new file, or what a delta adds to the old one. */
export function newBytesOf(patch: string): Buffer {
  const [, kind = 'literal', block = ''] = /^(literal|delta) \d+\n((?:[A-Za-z].*\n)+)/m.exec(patch) ?? [];
  const packed = Buffer.concat(block.trimEnd().split('\n').map(bytesOfLine));
  const bytes = packed.length === 0 ? packed : inflateSync(packed, { maxOutputLength: MOST_BYTES });
  return kind === 'delta' ? insertsOf(bytes) : bytes;
}

/** A delta begins with two sizes of seven bits a byte; then each instruction copies from the old file or inserts bytes. */
function insertsOf(delta: Buffer): Buffer {
  const inserts: Buffer[] = [];
  const afterSize = (from: number): number => {
    let at = from;
    while (delta.readUInt8(at) >= 0x80) at += 1;
    return at + 1;
  };
  for (let at = afterSize(afterSize(0)); at < delta.length; ) {
    const instruction = delta.readUInt8(at);
    const isCopy = instruction >= 0x80;
    const length = isCopy ? bitsOf(instruction & 0x7f) : instruction;
    if (!isCopy) inserts.push(delta.subarray(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return Buffer.concat(inserts);
}

/** Each bit of a copy stands for one byte of its place or its length. */
const bitsOf = (byte: number): number => byte.toString(2).replaceAll('0', '').length;

/**
 * The bytes of a line of git's binary patches. The first letter says how many bytes the line holds: A is 1, a is 27. Every five
 * digits are four bytes.
 */
export function bytesOfLine(line: string): Buffer {
  const letter = line.charCodeAt(0);
  const length = letter >= 97 ? letter - 97 + 27 : letter - 65 + 1;
  const groups = line.slice(1).match(/.{5}/g) ?? [];
  const bytes = Buffer.alloc(groups.length * 4);
  groups.forEach((group, index) => {
    bytes.writeUInt32BE(
      [...group].reduce((sum, digit) => sum * 85 + Math.max(0, digits.indexOf(digit)), 0) >>> 0,
      index * 4,
    );
  });
  return bytes.subarray(0, Math.max(0, length));
}
