import { Buffer } from 'node:buffer';
import type { FileChange } from '@codex-worker/core';

/** GitHub counts 80 calls a minute that write, and an hour has 500: a commit must not use up what the replies need. */
const MOST_BLOBS = 40;
/** More files than one call takes in the time that GitHub gives it. */
const MOST_FILES = 1000;
/** GitHub's limit for a blob that its API makes is 40 MiB of request, in base64. */
const LARGEST_BLOB = 28 * 1024 * 1024;
/** Text goes along with the tree up to this size, all files together. */
const LARGEST_INLINE = 2 * 1024 * 1024;

type Put = Extract<FileChange, { kind: 'put' }>;

export interface TreeEntries {
  readonly kind: 'entries';
  readonly deleted: readonly string[];
  /** Files that the call that makes the tree carries itself. */
  readonly inline: readonly { readonly path: string; readonly mode: string; readonly content: string }[];
  /** Files that take a call of their own. */
  readonly blobs: readonly Put[];
}

/** Decides how the files of a commit travel: text with the tree, the rest in calls of their own; or that they are too many. */
export function treeEntries(
  changes: readonly FileChange[],
): TreeEntries | { readonly kind: 'too-large'; readonly why: string } {
  if (changes.length > MOST_FILES) {
    return tooLarge(`${changes.length} files change, and a signed commit takes up to ${MOST_FILES}`);
  }
  const inline: { readonly path: string; readonly mode: string; readonly content: string }[] = [];
  const blobs: Put[] = [];
  const deleted: string[] = [];
  let size = 0;
  for (const change of changes) {
    if (change.kind === 'delete') {
      deleted.push(change.path);
      continue;
    }
    const content = textOf(change.bytes);
    if (content === undefined || size + change.bytes.length > LARGEST_INLINE) {
      blobs.push(change);
      continue;
    }
    size += change.bytes.length;
    inline.push({ path: change.path, mode: change.mode, content });
  }
  const largest = blobs.find(({ bytes }) => bytes.length > LARGEST_BLOB);
  if (largest)
    return tooLarge(
      `${largest.path} has ${mebibytes(largest.bytes.length)} MiB, and a signed commit takes files of up to 28 MiB`,
    );
  if (blobs.length > MOST_BLOBS) {
    return tooLarge(`${blobs.length} binary or large files change, and a signed commit takes up to ${MOST_BLOBS}`);
  }
  return { kind: 'entries', deleted, inline, blobs };
}

const tooLarge = (why: string) => ({ kind: 'too-large', why }) as const;

const mebibytes = (bytes: number): number => Math.ceil(bytes / 1024 / 1024);

/** Undefined for bytes that JSON cannot carry as they are. */
function textOf(bytes: Uint8Array): string | undefined {
  const text = Buffer.from(bytes).toString('utf8');
  return !text.includes('\0') && Buffer.from(text).equals(bytes) ? text : undefined;
}
