import type { MarkdownIt, Token } from 'markdown-it';

/** Where references lead; undefined for what does not exist. */
export interface References {
  thread(number: number): string | undefined;
  person(login: string): string | undefined;
  /** The number of the thread at an address of the lab's pages. */
  threadAt(url: string): { readonly number: number; readonly isComment: boolean } | undefined;
}

const reference = /(^|[^\w/@#&-])(?:#(\d{1,9})|@([a-z\d](?:-?[a-z\d]){0,38}))(?![\w-])/gi;

/**
 * Makes links of `#12` and `@olivia`, where there is such a thread or person, and shortens bare addresses of threads to
 * `#12`. Code and links with a text of their own stay as they are.
 */
export function linkReferences(parser: MarkdownIt, references: References): void {
  parser.core.ruler.push('lab-references', (state) => {
    const make: MakeToken = (type, tag, nesting) => new state.Token(type, tag, nesting);
    for (const block of state.tokens) {
      if (block.type === 'inline' && block.children !== null) block.children = linked(block.children, references, make);
    }
  });
}

type MakeToken = (type: string, tag: string, nesting: 1 | 0 | -1) => Token;

function linked(tokens: readonly Token[], references: References, make: MakeToken): Token[] {
  let depth = 0;
  return tokens.flatMap((token) => {
    if (token.type === 'link_open') depth += 1;
    if (token.type === 'link_close') depth -= 1;
    if (token.type !== 'text') return [token];
    return depth > 0 ? [shortened(token, references)] : split(token.content, references, make);
  });
}

function shortened(token: Token, references: References): Token {
  const at = /^https?:\/\/\S+$/.test(token.content) ? references.threadAt(token.content) : undefined;
  return at === undefined
    ? token
    : Object.assign(token, { content: `#${at.number}${at.isComment ? ' (comment)' : ''}` });
}

function split(text: string, references: References, make: MakeToken): readonly Token[] {
  const tokens: Token[] = [];
  const say = (content: string) => {
    if (content !== '') tokens.push(Object.assign(make('text', '', 0), { content }));
  };
  let at = 0;
  for (const match of text.matchAll(reference)) {
    const [whole, before = '', number, login] = match;
    const to = number === undefined ? references.person(login ?? '') : references.thread(Number(number));
    if (to === undefined) continue;
    say(text.slice(at, match.index) + before);
    const open = make('link_open', 'a', 1);
    open.attrSet('href', to);
    tokens.push(open);
    say(whole.slice(before.length));
    tokens.push(make('link_close', 'a', -1));
    at = match.index + whole.length;
  }
  say(text.slice(at));
  return tokens;
}
