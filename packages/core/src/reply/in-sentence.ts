import { cutText } from './cut-text.ts';

/** A reason is a sentence or two; whoever needs all of it has the log. */
const LONGEST_REASON = 1_000;

/** What others said, as part of a sentence: on one line, so that nothing begins in it, and no longer than people read. */
export function inSentence(text: string): string {
  const line = text.toWellFormed().replace(/\s+/g, ' ').trim();
  return line.length <= LONGEST_REASON ? line : `${cutText(line, LONGEST_REASON)}…`;
}
