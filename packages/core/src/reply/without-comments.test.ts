import { expect, test } from 'vitest';
import { withoutComments } from './without-comments.ts';

const code = '```html\n<!-- a comment -->\n```\n';

test.each([
  { in: 'a block of its own', text: code },
  { in: 'a block below a paragraph', text: `So:\n${code}Done` },
  { in: 'a block of tildes', text: '~~~~ html\n<!-- a -->\n~~~\n<!-- b -->\n~~~~' },
  { in: 'a block that was never closed', text: '```\n<!-- a -->\n' },
  { in: 'a block below a list', text: `- item\n${code}` },
])('an HTML comment in $in is shown as it is', ({ text }) => {
  expect(withoutComments(text)).toBe(text);
});

test.each([
  { where: 'in prose', text: 'a <!-- b -->' },
  { where: 'in code within a line', text: 'Write `<!-- b -->`.' },
  { where: 'below a closed block', text: '```\nx\n```\n<!-- b -->' },
  { where: 'below a block that a mere line end closes', text: '~~~\r~~~\r<!-- b -->' },
  { where: 'in a block that a list may have ended', text: '- item\n  ```\n  x\ny <!-- b -->' },
  { where: 'below a line of backticks that is no fence', text: '```a`b\n<!-- b -->' },
  { where: 'where HTML makes a fence mere text', text: '<details>\n```\n<!-- b -->' },
  { where: 'where a space that Markdown does not know keeps HTML open', text: '<details>\n\u00a0\n```\n<!-- b -->' },
  { where: 'where such a space keeps a block open', text: '```\n```\u00a0\n```\n<!-- b -->' },
  { where: 'in a tag that takes no Markdown', text: '<pre>\n\n```\n<!-- b -->' },
])('an HTML comment $where is broken, and looks the same', ({ text }) => {
  const shown = withoutComments(text);
  expect(shown).not.toContain('<!--');
  expect(shown.replaceAll('\u200b', '')).toBe(text);
});

test('what begins like one in two places is broken in both', () => {
  expect(withoutComments('<<!--<!<!--')).not.toContain('<!--');
});
