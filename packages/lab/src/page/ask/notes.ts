import { randomBytes } from 'node:crypto';

/** What became of a form, told once on the page that comes next. */
export interface Note {
  readonly kind: 'done' | 'refused';
  readonly message: string;
  /** What was typed into the form that was refused, by field. */
  readonly typed: ReadonlyMap<string, string>;
}

/** Notes by the id that the next page is asked for with. */
export interface Notes {
  keep(note: Note): string;
  find(id: string | null): Note | undefined;
}

const mostNotes = 50;

/** Keeps the latest notes. They stay, so that a page that is loaded again says the same. */
export function createNotes(): Notes {
  const kept = new Map<string, Note>();
  return {
    keep(note) {
      const id = randomBytes(6).toString('base64url');
      kept.set(id, note);
      const [oldest] = kept.keys();
      if (kept.size > mostNotes && oldest !== undefined) kept.delete(oldest);
      return id;
    },
    find: (id) => (id === null ? undefined : kept.get(id)),
  };
}
