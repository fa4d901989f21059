import { randomUUID } from 'node:crypto';
import type { SignedLinks } from '../../artifacts/signed-links.ts';

/** As long as a link to a picture opens on GitHub, in seconds. */
const OPENS_FOR = 300;

/** A file that somebody put into a text. */
export interface AttachedFile {
  readonly id: string;
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
  readonly isPicture: boolean;
}

/** Every file that was attached in the repository. */
export interface AttachedFiles {
  /** Keeps a file; answers the Markdown that GitHub's editor would put into the text. */
  add(name: string, contentType: string, bytes: Buffer): string;
  find(id: string): AttachedFile | undefined;
  /** A link that opens the file without a login, for some minutes. */
  signed(file: AttachedFile): string;
}

export function createAttachedFiles(pages: () => string, links: SignedLinks): AttachedFiles {
  const files = new Map<string, AttachedFile>();
  return {
    add(name, contentType, bytes) {
      // GitHub goes by what the browser says of a file.
      const isPicture = contentType.startsWith('image/');
      const id = isPicture ? randomUUID() : String(21_000_000 + files.size);
      files.set(id, { id, name, contentType, bytes, isPicture });
      if (!isPicture) return `[${name}](${pages()}/user-attachments/files/${id}/${encodeURIComponent(name)})`;
      return `<img width="120" height="80" alt="${name}" src="${pages()}/user-attachments/assets/${id}" />`;
    },
    find: (id) => files.get(id),
    signed: ({ id }) => links.make(`/storage/user/1/files/${id}`, 'read', OPENS_FOR),
  };
}
