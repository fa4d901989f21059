import type { MarkdownIt } from 'markdown-it';

/** As GitHub's Markdown has it, an address does not end with these. */
const punctuation = /[?!.,:*_~]+$/;

/** Ends a bare address before the punctuation of its sentence, also where bold text ends behind that: `**See http://….**` */
export function bareLinks(parser: MarkdownIt): void {
  parser.core.ruler.push('lab-bare-links', (state) => {
    for (const { children } of state.tokens) {
      for (const [at, open] of [...(children ?? []).entries()].toReversed()) {
        const text = children?.[at + 1];
        if (open.type !== 'link_open' || open.markup !== 'linkify' || text?.type !== 'text') continue;
        const [end] = punctuation.exec(text.content) ?? [];
        if (end === undefined) continue;
        open.attrSet('href', String(open.attrGet('href')).slice(0, -end.length));
        text.content = text.content.slice(0, -end.length);
        const rest = Object.assign(new state.Token('text', '', 0), { content: end });
        children?.splice(at + 3, 0, rest);
      }
    }
  });
}
