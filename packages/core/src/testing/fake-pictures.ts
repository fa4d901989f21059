import type { WhyUnread } from '../attachment/attachment.ts';
import type { Pictures } from '../attachment/pictures.ts';
import { addressOf } from '../attachment/read-attachments.ts';

/** Pictures on a GitHub that hands out all but those that it is told of. Their files are only names. */
export function fakePictures(refused: ReadonlyMap<string, WhyUnread> = new Map()): Pictures & {
  /** What was brought, in order, each once. */
  readonly brought: readonly string[];
} {
  const files = new Map<string, string>();
  return {
    get brought() {
      return [...files.keys()];
    },
    async bring(url) {
      const why = refused.get(url);
      if (why !== undefined) return { kind: 'unread', why };
      const address = addressOf(url);
      const file = files.get(address) ?? `/pictures/${files.size + 1}.png`;
      files.set(address, file);
      return { kind: 'there', file };
    },
  };
}
