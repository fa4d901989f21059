import { lexer, type MarkedToken, type Token } from 'marked';

/**
 * What a text says in its author's own words: no quotes, no code, no comments of HTML, and nothing of the e-mail that it
 * answers. Paragraphs stand on lines of their own.
 */
export const ownWords = (text: string): string => readOwnWords(text).words;

/** A text's own words, and the text as it was written from the block on in which they begin, without the mail below. */
export function readOwnWords(text: string): { readonly words: string; readonly written: string } {
  if (BOTTOMLESS.test(text)) return { words: '', written: '' };
  const blocks = lexer(withoutMailBelow(text));
  const each = wordsOfEach(blocks);
  const begin = each.findIndex(isSaid);
  const written = begin < 0 ? [] : blocks.slice(begin).map(({ raw }) => raw);
  return { words: each.filter(isSaid).join('\n'), written: written.join('') };
}

/** The lexer goes down a call for each quote in a quote and each list in a list: nobody asks from so deep. */
const BOTTOMLESS = /^(?:[ \t]*(?:>|[*+-](?=[ \t])|\d+[.)](?=[ \t]))){100}/m;

/** Mail programs name the mail that they answer in a line of their own, and not all of them quote what follows. */
const MAIL_BELOW = [
  /^-{2,} ?(?:Original Message|Original-Nachricht|Ursprüngliche Nachricht|Message d'origine|Mensaje original) ?-{2,}$/im,
  // "On Sun, Nov 22, 2026 at 10:00 AM Alice <alice@example.com> wrote:", folded over up to three lines, in any language.
  /^(?:On|Am|Le|El|Il|Op)\b(?:[^\n]*\n){0,2}[^\n]*<\s*[^<>\s@]+@[^<>\s@]+>[^\n]{0,40}:[ \t]*$/m,
  /^\*?From:\*? .*\n\*?(?:Sent|Date):\*? .*\n(?:\*?Cc:\*? .*\n|\*?To:\*? .*\n)*\*?Subject:\*? /m,
];

function withoutMailBelow(text: string): string {
  const starts = MAIL_BELOW.map((pattern) => text.search(pattern)).filter((start) => start >= 0);
  return starts.length === 0 ? text : text.slice(0, Math.min(...starts));
}

const isSaid = (words: string): boolean => words.trim() !== '';

const wordsOf = (blocks: readonly Token[]): string => wordsOfEach(blocks).filter(isSaid).join('\n');

function wordsOfEach(blocks: readonly Token[]): readonly string[] {
  const html = htmlReader();
  return blocks.map((block) =>
    block.type === 'html' ? html.read(block.raw) : html.hides() ? '' : wordsOfBlock(known(block)),
  );
}

// Without extensions, the lexer gives no other tokens.
const known = (token: Token): MarkedToken => token as MarkedToken;

function wordsOfBlock(block: MarkedToken): string {
  switch (block.type) {
    case 'blockquote':
    case 'code':
    case 'def':
    case 'hr':
    case 'space':
      return '';
    case 'list':
      return block.items.map(({ tokens }) => wordsOf(tokens)).join('\n');
    case 'table':
      return [block.header, ...block.rows].map((row) => row.map(({ tokens }) => inline(tokens)).join('\n')).join('\n');
    default:
      return 'tokens' in block && block.tokens ? inline(block.tokens) : block.raw;
  }
}

function inline(tokens: readonly Token[]): string {
  const html = htmlReader();
  return tokens
    .map((token) => (token.type === 'html' ? html.read(token.raw) : html.hides() ? ' ' : said(known(token))))
    .join('');
}

function said(token: MarkedToken): string {
  switch (token.type) {
    case 'codespan':
    case 'del':
    case 'image':
    // Whoever writes \@codex speaks of it, not to it.
    case 'escape':
      return ' ';
    case 'br':
      return '\n';
    default:
      return 'tokens' in token && token.tokens ? inline(token.tokens) : token.raw;
  }
}

// Up to the next tag at most: from each of many that nobody ends, the search would go on to the end of the text.
const HIDING = /<(\/?)(?:blockquote|code|pre|samp|kbd|del|s|style|script)\b[^<>]*>/gi;

/** Reads pieces of HTML one after the other: what stands between tags that quote may be in pieces of its own. */
function htmlReader() {
  let depth = 0;
  return {
    hides: () => depth > 0,
    read: (raw: string): string => {
      let shown = '';
      let at = 0;
      const html = raw.replace(/<!--[\s\S]*?(?:-->|$)/g, '');
      for (const tag of html.matchAll(HIDING)) {
        if (depth === 0) shown += html.slice(at, tag.index);
        depth = Math.max(0, depth + (tag[1] === '/' ? -1 : 1));
        at = tag.index + tag[0].length;
      }
      if (depth === 0) shown += html.slice(at);
      return shown.replace(/<[^<>]*>/g, '');
    },
  };
}
