import { codeBlocks } from './code-block.ts';

/** Nobody sees it, and HTML takes no comment that begins with it. An entity would show as such where it stands in code. */
const BREAK = '\u200b';

/** Text that a model or a person wrote, with nothing hidden in it. Code blocks stay as they are: nothing hides there. */
export function withoutComments(text: string): string {
  let shown = '';
  let end = 0;
  for (const { start, end: blockEnd } of codeBlocks(text)) {
    shown += broken(text.slice(end, start)) + text.slice(start, blockEnd);
    end = blockEnd;
  }
  return shown + broken(text.slice(end));
}

const broken = (text: string): string => text.replaceAll('<!--', `<${BREAK}!--`);
