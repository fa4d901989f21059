import { cutText } from './cut-text.ts';
import { withHiddenShown } from './hidden-characters.ts';

/** A path may have thousands of characters. */
const LONGEST_NAME = 200;

/** A name, or a word of others, in code letters, which cannot be left from within: on one line, with what nobody sees in it shown. */
export function inCode(text: string): string {
  const line = withHiddenShown(text.toWellFormed()).replaceAll('`', "'").replace(/\s+/g, ' ');
  return `\`${cutText(line, LONGEST_NAME) || ' '}\``;
}
