/** A piece of a line: what is certain to be shown as code, with its backticks, or anything else. */
export interface Piece {
  readonly isCode: boolean;
  readonly text: string;
}

/**
 * Finds the code within the lines of a paragraph. A line counts only if every run of backticks in it, and in the lines
 * above it, has its partner in the same line: then it does not matter where blocks begin and end between the lines.
 * `isOpen` says that a line above has left one over.
 */
export function codeSpans(
  line: string,
  isOpen: boolean,
): { readonly pieces: readonly Piece[]; readonly isOpen: boolean } {
  const whole = { pieces: [{ isCode: false, text: line }], isOpen: true };
  if (isOpen) return whole;
  if (!line.includes('`')) return { pieces: [{ isCode: false, text: line }], isOpen: MAY_TAKE.test(plainOf(line)) };
  const pieces: Piece[] = [];
  let at = 0;
  for (const { start, end } of pairsOf(line) ?? [{ start: 0, end: 0 }]) {
    const [before, code] = [line.slice(at, start), line.slice(start, end)];
    // A bar ends a cell of a table also where it stands in code.
    if (code === '' || code.includes('|') || !isClear(before)) return whole;
    pieces.push({ isCode: false, text: before }, { isCode: true, text: code });
    at = end;
  }
  const rest = line.slice(at);
  return { pieces: [...pieces, { isCode: false, text: rest }], isOpen: MAY_TAKE.test(plainOf(rest)) };
}

interface Pair {
  readonly start: number;
  readonly end: number;
}

/** Each run of backticks with the next one that is as long; undefined where one has none. */
function pairsOf(line: string): readonly Pair[] | undefined {
  const pairs: Pair[] = [];
  let opening: { readonly start: number; readonly length: number } | undefined;
  for (const { 0: run, index } of line.matchAll(/`+/g)) {
    if (opening === undefined) opening = { start: index, length: run.length };
    else if (run.length === opening.length) {
      pairs.push({ start: opening.start, end: index + run.length });
      opening = undefined;
    }
  }
  return opening === undefined ? pairs : undefined;
}

/** What may take a backtick for its own: the address or title of a link that is not closed yet, and a formula. */
const MAY_TAKE = /\]\(|\]:|\$/;

/** Without the links that are whole and plain. */
const plainOf = (text: string): string => text.replace(/\]\([^\s()<>`"'\\]*\)/g, ' link ');

/** Whether nothing before a backtick takes it for its own: a backslash, a link, a formula, or an address that goes on up to a space. */
function isClear(before: string): boolean {
  const plain = plainOf(before);
  const lastWord = plain.split(/\s/).at(-1) ?? '';
  return !MAY_TAKE.test(plain) && !/\\$|:|www\./i.test(lastWord);
}
