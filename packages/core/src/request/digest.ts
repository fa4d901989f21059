import { createHash } from 'node:crypto';

/** Digest of a request's text, as the ledger keeps it. */
export function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The first eight hex digits of a digest: they tell two texts of one request apart. */
export function shortened(digest: string): string {
  return digest.slice('sha256:'.length).slice(0, 8);
}
