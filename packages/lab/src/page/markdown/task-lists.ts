import type { MarkdownIt } from 'markdown-it';

const box = /^\[([ xX])\]\s+/;

/** Makes boxes of `- [ ]` and `- [x]`. */
export function taskLists(parser: MarkdownIt): void {
  parser.core.ruler.push('lab-task-lists', (state) => {
    for (const [at, token] of state.tokens.entries()) {
      const item = state.tokens[at - 2];
      const first = token.children?.[0];
      if (token.type !== 'inline' || item?.type !== 'list_item_open' || first?.type !== 'text') continue;
      const mark = box.exec(first.content)?.[1];
      if (mark === undefined) continue;
      first.content = first.content.replace(box, '');
      item.attrJoin('class', 'task');
      const input = new state.Token('html_inline', '', 0);
      input.content = `<input type="checkbox"${mark === ' ' ? '' : ' checked'}> `;
      token.children?.unshift(input);
    }
  });
}
