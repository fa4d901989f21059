import { pathsTo } from '@codex-worker/core';

/** Names of devices on Windows, with any ending. */
const DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)/i;
/** What Windows takes in no name, or drops from its end. */
const NOT_ON_WINDOWS = /[<>:"|?*\\]|[. ]$/;
/** Nobody sees them, or they turn what is seen around. As the last one is read what is no UTF-8. */
const UNSEEN = /[\p{Cc}\p{Cf}\u2028\u2029\ufffd]/u;

/** Whether a name means something else, or nothing, on another system, or is not what it seems to be. */
export function isUnfitName(file: string): boolean {
  if (UNSEEN.test(file)) return true;
  return file.split('/').some((part) => DEVICE.test(part) || NOT_ON_WINDOWS.test(part));
}

/**
 * Of names that come to a tree, those that a system which takes `a` and `A` for one would mix up with others: one would
 * be written over the other there.
 */
export function collidingNames(added: readonly string[], others: readonly string[]): readonly string[] {
  const spelled = new Map<string, string>();
  for (const file of others) for (const part of pathsTo(file)) spelled.set(folded(part), part);
  return added.filter((file) => {
    const parts = pathsTo(file);
    const collides = parts.some((part) => (spelled.get(folded(part)) ?? part) !== part);
    if (!collides) for (const part of parts) spelled.set(folded(part), part);
    return collides;
  });
}

/**
 * HFS+ and APFS compare what is composed with what is not, and the long s with an s, whose capital it has. The i without a dot
 * has the capital of another i, and stays apart from it everywhere.
 */
export const folded = (file: string): string =>
  file.normalize('NFC').replaceAll(/[^\u0131]+/g, (part) => part.toUpperCase().toLowerCase());
