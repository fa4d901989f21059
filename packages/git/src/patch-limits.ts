import { inflateSync, constants as zlib } from 'node:zlib';
import { bytesOfLine } from '@codex-worker/core';

/** What GitHub takes as one file from a browser. A change by words on a phone has no business with larger ones. */
export const LARGEST_FILE = 25 * 1024 * 1024;

/** The most that git takes for one file at a time. */
export const LARGEST_BUFFER = 64 * 1024 * 1024;

/** What a pull request shows of a change: more than that, nobody can review. */
export const MOST_FILES = 3_000;

/** All of it stands in memory, more than once. */
const LONGEST_PATCH = 100 * 1024 * 1024;

/** What all binary files of a patch may be together once they are unpacked: a few kilobytes can hold gigabytes. */
const LARGEST_UNPACKED = 250 * 1024 * 1024;

/**
 * Why a patch is not to be given to git at all; undefined when it may be. Lines within a file's change begin with a
 * space, a sign or a backslash, and no line of binary data has a space: what is found at the beginning of a line is a
 * header as git reads it. Its lines end with a line feed alone, where `^` would take a carriage return for an end, too.
 */
export function refusalOf(patch: string): string | undefined {
  if (patch.length > LONGEST_PATCH) return `the patch has ${inMegabytes(patch.length)}, and ${limit(LONGEST_PATCH)}`;
  const mode = [...patch.matchAll(/(?<![^\n])(?:old|new|new file|deleted file) mode ([^\n]*)/g)]
    .map(([, digits = '']) => digits.trim())
    .find((digits) => !FILE_MODES.includes(digits));
  if (mode !== undefined) return `the patch makes a file of the mode ${inWords(mode)}, and there are none such in git`;
  // The worker's own patches have neither, and a copy of a large file, a thousand times, is a short patch.
  if (/(?<![^\n])(?:copy|rename|similarity|dissimilarity) /.test(patch))
    return 'the patch copies or renames files by name';
  if (/(?<![^\n])(?:diff|---|\+\+\+) [^\n]*\0/.test(patch)) return 'the patch names a file with a NUL in it';
  return refusalOfBinaries(patch);
}

/** Why a change of so many files is not made. */
export function refusalOfCount(files: number): string | undefined {
  if (files <= MOST_FILES) return undefined;
  return `the change has ${files} files, and the limit is ${MOST_FILES}, which is what a pull request shows`;
}

/** Ordinary, executable, link, and submodule: those are left out by themselves. */
const FILE_MODES = ['100644', '100755', '120000', '160000'];

function refusalOfBinaries(patch: string): string | undefined {
  let total = 0;
  for (const { index, 1: kind, 2: length = '' } of patch.matchAll(/(?<![^\n])(literal|delta) ([^\n]*)/g)) {
    const size = kind === 'literal' ? sizeOf(length) : sizeOfDelta(patch, index, sizeOf(length));
    if (size === undefined) return 'the patch does not tell the size of a binary file as git does';
    if (size > LARGEST_UNPACKED) return `a file of the patch has ${inMegabytes(size)}, and ${limit(LARGEST_UNPACKED)}`;
    total += size;
  }
  if (total <= LARGEST_UNPACKED) return undefined;
  return `its binary files have ${inMegabytes(total)} together, and ${limit(LARGEST_UNPACKED)}`;
}

/** Git takes a sign before the number, and anything behind it; it writes neither. */
const sizeOf = (length: string): number | undefined =>
  /^\d+\r?$/.test(length) ? Number.parseInt(length, 10) : undefined;

/** The size of the file that a delta makes, which stands in its first bytes, or its own; undefined where they do not tell. */
function sizeOfDelta(patch: string, at: number, own: number | undefined): number | undefined {
  const lines = patch
    .slice(at, at + 4_000)
    .split('\n')
    .slice(1);
  const end = lines.findIndex((line) => line.trim() === '');
  const packed = Buffer.concat(lines.slice(0, end === -1 ? -1 : end).map(bytesOfLine));
  const bytes = unpackedStart(packed);
  const source = varint(bytes, 0);
  const made = source && varint(bytes, source.end);
  return own === undefined || made === undefined ? undefined : Math.max(own, made.value);
}

/** Data that cannot be unpacked has no beginning. */
function unpackedStart(packed: Buffer): Buffer {
  try {
    return inflateSync(packed, { finishFlush: zlib.Z_SYNC_FLUSH });
  } catch {
    return Buffer.of();
  }
}

/** A number of seven bits a byte, least first, and where it ends; undefined where the bytes end before. */
function varint(bytes: Buffer, from: number): { readonly end: number; readonly value: number } | undefined {
  let value = 0;
  let factor = 1;
  for (const [at, byte] of bytes.subarray(from).entries()) {
    value += (byte % 128) * factor;
    if (byte < 128) return { end: from + at + 1, value };
    factor *= 128;
  }
  return undefined;
}

const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MB`;
const limit = (bytes: number): string => `the limit is ${inMegabytes(bytes)}`;
/** It stands in a reply. */
const inWords = (text: string): string => text.replace(/\W/g, '').slice(0, 12);
