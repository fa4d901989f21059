import { createHash } from 'node:crypto';

/** Digest of a request's text, as the ledger keeps it. */
export function digest(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
