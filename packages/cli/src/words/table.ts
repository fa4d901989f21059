import stringWidth from 'string-width';

/** Rows of cells. */
export type Table = readonly (readonly string[])[];

/** A column that is shortened keeps so much. */
const LEAST = 8;
const GAP = 2;

/** Pads cells to columns, and shortens those of some columns where the line would be too long. */
export function fit(table: Table, columns: number | undefined, shrinks: readonly number[]): Table {
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => stringWidth(row[at] ?? ''))));
  const allowed = columns === undefined ? widths : shrunk(widths, columns, shrinks);
  return table.map((row) => row.map((cell, at) => pad(cut(cell, allowed[at] ?? 0), allowed[at] ?? 0)));
}

function shrunk(widths: readonly number[], columns: number, shrinks: readonly number[]): readonly number[] {
  const now = [...widths];
  const tooMuch = () => now.reduce((sum, width) => sum + width + GAP, -GAP) - columns;
  while (tooMuch() > 0) {
    // The widest gives first.
    const [at] = shrinks.filter((one) => (now[one] ?? 0) > LEAST).toSorted((a, b) => (now[b] ?? 0) - (now[a] ?? 0));
    if (at === undefined) break;
    now[at] = (now[at] ?? 0) - 1;
  }
  return now;
}

/** By what people see as one letter: half of one would be another. */
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' });

function cut(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  let kept = '';
  for (const { segment } of letters.segment(text)) {
    if (stringWidth(kept + segment) > width - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

const pad = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - stringWidth(text)));
