/** A fenced block of code: where it stands in its text, and the fence that would close it if it is open. */
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

/**
 * The code blocks that are certain to be shown as code: fences that begin at the very start of a line. Those in lists and
 * quotes end where the list ends, which takes a whole parser to see; within HTML, a fence is only text.
 */
export function codeBlocks(text: string): readonly CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { readonly start: number; readonly fence: string } | undefined;
  let inHtml = false;
  let position = 0;
  for (const line of text.split(LINE_ENDS)) {
    const start = position;
    position += line.length;
    if (open) {
      if (!closes(line, open.fence)) continue;
      blocks.push({ start: open.start, end: position, open: undefined });
      open = undefined;
      continue;
    }
    if (RAW.test(line)) return blocks;
    // HTML goes on up to an empty line.
    inHtml = !BLANK.test(line) && (inHtml || /^[\s>*+\-\d.)]*</.test(line));
    const fence = inHtml ? undefined : opening(line);
    if (fence !== undefined) open = { start, fence };
  }
  return open ? [...blocks, { start: open.start, end: text.length, open: open.fence }] : blocks;
}

const opening = (line: string): string | undefined =>
  /^(?:(`{3,})[^`]*|(~{3,}).*)$/s.exec(line)?.slice(1).find(Boolean);

/** Only a bare fence as long, of the same character, closes one. */
const closes = (line: string, fence: string): boolean =>
  /^ {0,3}(`+|~+)[ \t]*[\r\n]*$/.exec(line)?.[1]?.startsWith(fence) ?? false;

/** The text with a block that it ends in closed, so that what stands below it is no code. */
export function withBlocksClosed(text: string): string {
  const fence = codeBlocks(text).at(-1)?.open;
  return fence === undefined ? text : `${text.trimEnd()}\n${fence}`;
}
