import { type FencedLine, isBlank } from './fenced-lines.ts';

/** With words that are seen while it is folded. In a line of HTML, backticks are only that. */
const BEGINS = /^<details><summary>([^<>`]*)<\/summary>$/;
const ENDS = '</details>';

/** The lines that begin and end a fold, where both are there, and stand as they must for Markdown to go on between them. */
export function foldsOf(lines: readonly FencedLine[]): ReadonlySet<number> {
  const folds = new Set<number>();
  let begun: number | undefined;
  lines.forEach(({ kind, text }, index) => {
    if (kind !== 'prose') return;
    if (begun === undefined && /[\p{L}\p{N}]/u.test(BEGINS.exec(text)?.[1] ?? '') && isNothing(lines[index + 1]))
      begun = index;
    else if (begun !== undefined && text === ENDS && isNothing(lines[index - 1]) && isNothing(lines[index + 1])) {
      folds.add(begun).add(index);
      begun = undefined;
    }
  });
  return folds;
}

const isNothing = (line: FencedLine | undefined): boolean => line === undefined || isBlank(line.text);
