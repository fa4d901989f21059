import { inCode } from './in-code.ts';
import { say } from './say.ts';

/** A reply has room for the names of a change by hand, not for those of a folder of modules. */
const MOST_NAMED = 20;

export const namesOf = (names: readonly string[]): string => names.map(inCode).join(', ');

/** The first of the names, and how many more there are. */
export function firstNames(names: readonly string[]): string {
  const shown = namesOf(names.slice(0, MOST_NAMED));
  const count = names.length - MOST_NAMED;
  return count > 0 ? say('leftOut.more', { names: shown, count }) : shown;
}
