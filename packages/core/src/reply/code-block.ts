import { fencedLines, type LineKind, openFence } from './fenced-lines.ts';

/** A fenced block of code: where it stands in its text, and the line that would close it if it is open. */
export interface CodeBlock {
  readonly start: number;
  readonly end: number;
  readonly open: string | undefined;
}

/** Tags whose text is not Markdown up to their end, whatever stands between. */
const RAW = /<(?:pre|script|style|textarea|\?|![A-Z[])/i;

/** Markdown knows three ends of a line, and no other spaces than these two. */
const LINE_ENDS = /(?<=\n|\r(?!\n))/;
const BLANK = /^[ \t]*[\r\n]*$/;

/** The code blocks that are certain to be shown as code. The text may have HTML: a fence within it is only text. */
export function codeBlocks(text: string): readonly CodeBlock[] {
  const lines = text.split(LINE_ENDS);
  const bare = lines.map((line) => line.replace(/[\r\n]+$/, '')).join('\n');
  const blocks: CodeBlock[] = [];
  let begun: number | undefined;
  let inHtml = false;
  let end = 0;
  for (const [index, { kind }] of fencedLines(bare).entries()) {
    const line = lines[index] ?? '';
    const start = end;
    end += line.length;
    if (kind === 'code') continue;
    // A block may also end with the list that it stands in.
    if (begun !== undefined) blocks.push({ start: begun, end: kind === 'closing' ? end : start, open: undefined });
    begun = kind === 'opening' ? start : undefined;
    if (isUncertain(line, kind, inHtml)) return blocks;
    inHtml = kind === 'prose' && goesOnAsHtml(line, inHtml);
  }
  return begun === undefined ? blocks : [...blocks, { start: begun, end: text.length, open: openFence(bare) }];
}

const isUncertain = (line: string, kind: LineKind, inHtml: boolean): boolean =>
  kind === 'opening' ? inHtml : kind === 'prose' && RAW.test(line);

/** HTML goes on up to an empty line. */
const goesOnAsHtml = (line: string, inHtml: boolean): boolean =>
  !BLANK.test(line) && (inHtml || /^[\s>*+\-\d.)]*</.test(line));

/** The text with a block that it ends in closed, so that what stands below it is no code. */
export function withBlocksClosed(text: string): string {
  const fence = codeBlocks(text).at(-1)?.open;
  return fence === undefined ? text : `${text.trimEnd()}\n${fence}`;
}
