import { cutText } from './cut-text.ts';
import { withEndsClosed } from './defuse.ts';
import { type FencedLine, fencedLines } from './fenced-lines.ts';
import { foldsOf } from './folds.ts';

/** A line of Markdown, and what stands around it. */
interface Line {
  readonly text: string;
  /** What stands between it and what is before it: nothing, where both are pieces of one line. */
  readonly glue: '\n' | '';
  /** What has to be written again so that the line is shown as before, where a comment begins with it. */
  readonly opens: string;
  /** How well a comment may begin with it. */
  readonly rank: Rank;
}

/** Within code or a fold; a row of a table or the rest of a list item; any other line; the first line of a paragraph. */
type Rank = 1 | 2 | 3 | 4;

/** What opens a block is written again only where it is short, and so is what closes it. */
const LONGEST_OPENING = 200;

/** So many of a line fill a comment: what is left of one is not left empty. */
const PIECES = 16;

/**
 * Divides Markdown into comments of a length, each whole in itself: between paragraphs where it can be, within a block of code
 * only where the block is longer than a comment, within a line only where the line is.
 */
export function splitAnswer(text: string, longest: number): readonly string[] {
  const room = longest - 4 * LONGEST_OPENING;
  const lines = linesOf(text).flatMap((line) => pieces(line, Math.ceil(room / PIECES)));
  const parts: string[] = [];
  let start = 0;
  while (start < lines.length) {
    const end = endOf(lines, start, room);
    const part = lines.slice(start, end).map((line) => `${line.glue}${line.text}`);
    parts.push(withEndsClosed(`${lines[start]?.opens ?? ''}${part.join('').replace(/^\n+|\s+$/g, '')}`));
    start = end;
  }
  const said = parts.filter((part) => part.trim() !== '');
  return said.length === 0 ? [''] : said;
}

/** The line that the next comment begins with. */
function endOf(lines: readonly Line[], start: number, room: number): number {
  let length = 0;
  let end = start;
  while (end < lines.length && (end === start || length + (lines[end]?.text.length ?? 0) <= room)) {
    length += (lines[end]?.text.length ?? 0) + 1;
    end += 1;
  }
  if (end === lines.length) return end;
  return best(lines, { start, end, whole: length }) ?? end;
}

interface Reach {
  readonly start: number;
  readonly end: number;
  /** Length of all of it. */
  readonly whole: number;
}

/** Of places in the second half the best one; rather an early one than one within code. */
function best(lines: readonly Line[], { start, end, whole }: Reach): number | undefined {
  const last = (rank: Rank, from: number): number | undefined => {
    let length = whole;
    for (let at = end; at > start && length > from; at -= 1) {
      if ((lines[at]?.rank ?? 4) >= rank) return at;
      length -= (lines[at - 1]?.text.length ?? 0) + 1;
    }
    return undefined;
  };
  return last(4, whole / 2) ?? last(3, whole / 2) ?? last(2, whole / 2) ?? last(2, whole / 10);
}

function linesOf(text: string): readonly Line[] {
  const fenced = fencedLines(text);
  const folds = foldsOf(fenced);
  let [fold, fence] = ['', ''];
  let inFold = false;
  return fenced.map((line, index) => {
    const { kind } = line;
    if (kind === 'prose') fence = '';
    const opens = `${fold}${kind === 'code' || kind === 'closing' ? fence : ''}`;
    const read = { text: line.text, glue: '\n' as const, opens, rank: rankOf(line, fenced[index - 1], opens) };
    if (folds.has(index)) {
      inFold = !inFold;
      fold = inFold ? again(line.text, '\n\n') : '';
    }
    if (kind === 'opening') fence = again(line.text, '\n');
    return read;
  });
}

const again = (text: string, end: string): string => (text.length > LONGEST_OPENING ? '' : `${text}${end}`);

function rankOf({ kind, text }: FencedLine, before: FencedLine | undefined, opens: string): Rank {
  if (kind === 'code' || kind === 'closing' || opens !== '') return 1;
  if (/^\s*\|/.test(text) || /^\s+\S/.test(text)) return 2;
  return before === undefined || /^\s*$/.test(before.text) ? 4 : 3;
}

/** A line that is longer than a part of a comment, in pieces: between words where there are some. */
function pieces(line: Line, longest: number): readonly Line[] {
  if (line.text.length <= longest) return [line];
  const first = cutText(line.text, longest);
  const space = first.lastIndexOf(' ');
  const cut = space > longest / 2 ? space : first.length;
  const rest: Line = { ...line, text: line.text.slice(cut), glue: '', rank: 1 };
  return [{ ...line, text: line.text.slice(0, cut) }, ...pieces(rest, longest)];
}
