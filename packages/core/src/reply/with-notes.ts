import { withEndsClosed } from './defuse.ts';

/** What somebody said, with what the worker adds below it, in no block of code or fold that was left open. */
export function withNotes(text: string, notes: readonly string[]): string {
  if (notes.length === 0) return text;
  return [withEndsClosed(text), ...notes].filter((part) => part !== '').join('\n\n');
}
