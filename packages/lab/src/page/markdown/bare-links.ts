import type { MarkdownIt, Token } from 'markdown-it';

/** As GitHub's Markdown has it, an address does not end with these. */
const punctuation = /[?!.,:*_~]+$/;

/** Ends a bare address before the punctuation of its sentence, also where bold text ends behind that: `**See http://….**` */
export function bareLinks(parser: MarkdownIt): void {
  parser.core.ruler.push('lab-bare-links', (state) => {
    const text = (content: string) => Object.assign(new state.Token('text', '', 0), { content });
    for (const block of state.tokens) if (block.children !== null) block.children = ended(block.children, text);
  });
}

function ended(tokens: readonly Token[], text: (content: string) => Token): Token[] {
  return tokens.flatMap((token, at) => {
    const open = tokens[at - 2];
    if (open?.markup !== 'linkify' || open.type !== 'link_open') return [token];
    // The end of a link: its address stands twice, in it and as its text.
    const said = tokens[at - 1];
    const [end = ''] = punctuation.exec(said?.content ?? '') ?? [];
    if (said === undefined || end === '') return [token];
    said.content = said.content.slice(0, -end.length);
    open.attrSet('href', String(open.attrGet('href')).slice(0, -end.length));
    return [token, text(end)];
  });
}
