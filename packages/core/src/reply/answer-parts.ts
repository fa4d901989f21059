import { cutText } from './cut-text.ts';
import { defuse, withEndsClosed } from './defuse.ts';
import type { DefuseRules } from './defuse-rules.ts';
import { splitAnswer } from './split-answer.ts';

/** GitHub's documented limit is 65,536 characters; what the worker adds below the text must fit as well. */
export const LONGEST_TEXT = 60_000;

/** What stands behind so much would be cut off, however much of what is before it is hidden or broken. */
const MOST_READ = 300_000;

/** Who must read more than these has the rest in a file: each comment rings. */
const MOST_PARTS = 4;

/** An answer as the texts of the comments that it takes. */
export interface AnswerParts {
  readonly texts: readonly string[];
  /** Whether they are all that was said. */
  readonly isWhole: boolean;
}

/** The answer, harmless, as the texts of the comments that it takes. They are divided in the same way whoever is in the thread. */
export function answerParts(text: string, rules: DefuseRules): AnswerParts {
  const said = text.toWellFormed();
  const read = cutText(said, MOST_READ);
  const strict = defuse(read, { ...rules, people: [] });
  const harmless = (part: string): string => withEndsClosed(defuse(part, rules));
  const isShort = strict.length <= LONGEST_TEXT && read === said;
  const parts = isShort ? [read] : splitAnswer(strict, LONGEST_TEXT);
  const shown = parts.slice(0, MOST_PARTS).map(harmless);
  const fit = shown.every((part) => part.length <= LONGEST_TEXT);
  return {
    texts: shown.map((part) => within(part, harmless)),
    isWhole: fit && read === said && parts.length <= MOST_PARTS,
  };
}

/** What was code in the whole may be none in a part of it, and then grows when it is made harmless; so does what a long fence closes. */
function within(part: string, harmless: (part: string) => string): string {
  let fit = part;
  for (let room = LONGEST_TEXT; fit.length > LONGEST_TEXT; room = Math.floor(room / 2)) {
    fit = harmless(cutText(part, room));
  }
  return fit;
}

/** Whether a reply is too long to be posted whole. */
export function isCut(text: string): boolean {
  // Where nobody may be mentioned, and no link is one, the most stands between.
  return !answerParts(text, { people: [], links: 'plain', host: '' }).isWhole;
}
