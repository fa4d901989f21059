import { createHash } from 'node:crypto';

/** Digest of a request's text, as the ledger keeps it. */
export function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/** The hex digits of a digest. */
export const hexOf = (digest: string): string => digest.slice('sha256:'.length);

/** The first eight hex digits of a digest: they tell two texts of one request apart. */
export function shortened(digest: string): string {
  return hexOf(digest).slice(0, 8);
}
