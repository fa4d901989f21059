import { distance } from 'fastest-levenshtein';
import { type CommandWord, commandWords } from './command.ts';

/** The steering word that a mistyped one was most likely meant to be; undefined when it is like none. */
export function nearestWord(word: string): CommandWord | undefined {
  const typed = word.toLowerCase();
  const begun = typed.length < 3 ? undefined : commandWords.find((each) => each.startsWith(typed));
  if (begun !== undefined) return begun;
  const near = commandWords
    .map((each) => ({ each, far: distance(typed, each) }))
    // Of short words, two wrong letters leave nothing.
    .filter(({ each, far }) => far <= (each.length > 3 ? 2 : 1))
    .sort((a, b) => a.far - b.far);
  return near[0]?.each;
}
