/** The lines of a text that are shown, and how many are not. */
export interface Excerpt {
  readonly first: readonly string[];
  /** Lines between the first and the last that are left out. */
  readonly left: number;
  readonly last: readonly string[];
}

/** How many lines of a text are shown. */
export interface LineLimits {
  readonly first: number;
  readonly last: number;
  /** Characters of a line. */
  readonly width: number;
}

/** The beginning and the end of a text: what a program was asked, and how it ended. */
export function excerpt(text: string, { first, last, width }: LineLimits): Excerpt {
  const lines = text.replace(/\n+$/, '').split('\n');
  if (lines.length === 1 && lines[0] === '') return { first: [], left: 0, last: [] };
  const shown = (from: number, to?: number): readonly string[] =>
    lines.slice(from, to).map((line) => cutLine(line, width));
  // One more line takes no more room than the words that it is left out.
  if (lines.length <= first + last + 1) return { first: shown(0), left: 0, last: [] };
  return { first: shown(0, first), left: lines.length - first - last, last: shown(-last) };
}

/** A line up to a length, which says how much of it is left out. */
export function cutLine(line: string, width: number): string {
  return line.length <= width
    ? line
    : `${line.slice(0, width).toWellFormed()} … (${line.length - width} characters more)`;
}
