import { type BundleContents, type BundleHeader, Failure, openWithAny, readHeader } from '@codex-worker/core';
import type { NamedKey } from './session-keys.ts';

/** A bundle that opened, and by which key. */
export interface OpenedSession {
  readonly header: BundleHeader;
  readonly contents: BundleContents;
  /** Where the key came from. */
  readonly openedWith: string;
  /** Bytes of the file. */
  readonly sealed: number;
}

/** Opens a bundle for whoever holds its key: whose it is, it says itself. */
export function openSession(bytes: Buffer, keys: readonly NamedKey[]): OpenedSession {
  if (bytes.subarray(0, 4).toString('latin1') === 'PK\u0003\u0004') {
    throw new Failure('bundle-untrusted', {
      what: 'The file is a zip archive: unpack it, and name the file in it.',
      fix: 'Unpack it.',
    });
  }
  const { header } = readHeader(bytes);
  const { contents, key } = openWithAny(
    bytes,
    header,
    keys.map(({ value }) => value),
  );
  return { header, contents, openedWith: keys[key]?.from ?? '', sealed: bytes.length };
}
