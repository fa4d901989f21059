import type { Cleaner } from './clean-text.ts';

/** The lines of a text that are shown, and how many are not. */
export interface Excerpt {
  readonly first: readonly string[];
  /** Lines between the first and the last that are left out. */
  readonly left: number;
  readonly last: readonly string[];
}

/** How much of a text is shown. */
export interface LineLimits {
  readonly first: number;
  readonly last: number;
  /** Characters of a line. */
  readonly width: number;
}

/** So much of each end is cleaned: what stands in the middle of a megabyte is never shown. */
const END = 150_000;

/** The beginning and the end of a text: what a program was asked, and how it ended. */
export function excerpt(text: string, limits: LineLimits, clean: Cleaner): Excerpt {
  const whole = withoutLastEnds(text);
  if (whole === '') return { first: [], left: 0, last: [] };
  const { first, last, width } = limits;
  if (whole.length <= 2 * END) {
    const lines = linesOf(whole, width, clean);
    // One more line takes no more room than the words that it is left out.
    if (lines.length <= first + last + 1) return { first: lines, left: 0, last: [] };
    return { first: lines.slice(0, first), left: lines.length - first - last, last: lines.slice(-last) };
  }
  const head = linesAtBegin(whole, width, clean).slice(0, first);
  const tail = linesAtEnd(whole, width, clean).slice(-last);
  const left = lineCount(whole) - head.length - tail.length;
  return left === 0 ? { first: [...head, ...tail], left, last: [] } : { first: head, left, last: tail };
}

/** An expression would begin anew at each of a megabyte of empty lines, and go through all of them. */
function withoutLastEnds(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end -= 1;
  return text.slice(0, end);
}

/** Whole lines, or the beginning of one that is longer: a secret that is cut in two would not be known. */
function linesAtBegin(text: string, width: number, clean: Cleaner): readonly string[] {
  const end = text.lastIndexOf('\n', END);
  if (end !== -1) return linesOf(text.slice(0, end), width, clean);
  const length = text.includes('\n') ? text.indexOf('\n') : text.length;
  return [cutLine(clean(text.slice(0, END)), width, length)];
}

function linesAtEnd(text: string, width: number, clean: Cleaner): readonly string[] {
  const end = text.indexOf('\n', text.length - END);
  if (end !== -1) return linesOf(text.slice(end + 1), width, clean);
  // Of a line that is all there is, the beginning is shown.
  return text.includes('\n') ? [`… ${clean(text.slice(-END)).slice(-width).toWellFormed()}`] : [];
}

const linesOf = (text: string, width: number, clean: Cleaner): readonly string[] =>
  clean(text)
    .split('\n')
    .map((line) => cutLine(line, width));

function lineCount(text: string): number {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** A line up to a length, which says how much of it is left out. */
export function cutLine(line: string, width: number, length = line.length): string {
  if (line.length <= width) return line;
  return `${line.slice(0, width).toWellFormed()} … (${length - width} characters more)`;
}

/** A secret that begins within the limit ends within so much more. */
const MARGIN = 10_000;

/** The beginning of a text, which says how much is left out. */
export function cutText(text: string, longest: number, clean: Cleaner): string {
  const shown = clean(text.slice(0, longest + MARGIN));
  if (text.length <= longest + MARGIN && shown.length <= longest) return shown;
  const left = Math.max(text.length, shown.length) - longest;
  return `${shown.slice(0, longest).toWellFormed()}\n\n… (${left} characters more are left out here)`;
}
