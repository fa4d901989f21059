import { cutText } from './cut-text.ts';
import { defuse } from './defuse.ts';
import { BREAK } from './defuse-rules.ts';
import { withoutHidden } from './hidden-characters.ts';

/** What begins a block of Markdown, or is one, where a line begins with it. */
const BLOCK = /^(?:>|#{1,6}(?: |$)|(?:[*+-]|\d{1,9}[.)])(?: |$)|([*_-]) ?(?:\1 ?){2,}$|=+$)/;

/** Tags, and what GitHub makes a link or a reference of. */
const LIVE = /<(?=[a-z/!?])|#(?=\d)|(?<![a-z\d])GH-(?=\d)|:(?=\/\/)/gi;

/**
 * What a model wrote, as one line of prose within a line of ours: it begins no block, leaves none open, and links, mentions
 * and refers to nothing.
 */
export function oneLine(text: string, longest: number): string {
  const line = shortened(withoutHidden(text.toWellFormed()), longest).replace(/`{2,}|~{2,}/g, "'");
  const harmless = defuse(line, { people: [], links: 'plain', host: '' }).replace(LIVE, `$&${BREAK}`);
  return BLOCK.test(harmless) ? `${BREAK}${harmless}` : harmless;
}

function shortened(text: string, longest: number): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > longest ? `${cutText(line, longest)}…` : line;
}
