import { expect, test } from 'vitest';
import { ownWords } from './own-words.ts';

test.each([
  { what: 'a paragraph', text: 'Add up, @codex', words: 'Add up, @codex' },
  { what: 'a heading, a list and a table', text: '# A\n\n- b\n  - c\n\n| d |\n|---|\n| e |', words: 'A\nb\nc\nd\ne' },
  { what: 'emphasis', text: 'Now **@codex** _go_', words: 'Now @codex go' },
  { what: 'a link, but not where it leads', text: '[see](https://example.com/@codex)', words: 'see' },
  { what: 'no quote', text: '> @codex go\n\nI agree', words: 'I agree' },
  { what: 'no quote that goes on without its sign', text: '> said\n@codex go', words: '' },
  { what: 'no fenced code', text: '```\n@codex\n```\nb', words: 'b' },
  { what: 'no fence that nobody closed', text: 'a\n~~~\n@codex', words: 'a' },
  { what: 'no indented code', text: 'a\n\n    @codex', words: 'a' },
  { what: 'no code in a line', text: 'say `@codex go` here', words: 'say   here' },
  { what: 'nothing escaped', text: String.raw`say \@codex`, words: 'say  codex' },
  { what: 'no comment of HTML', text: 'a <!-- @codex --> b\n\n<!--\n@codex\n\n@codex\n-->\n\nc', words: 'a  b\nc' },
  { what: 'no comment that nobody closed', text: 'a\n\n<!-- @codex\n\n@codex', words: 'a' },
  {
    what: 'no quote or code in HTML',
    text: '<blockquote>\n\n@codex\n\n</blockquote>\n\na <code>@codex</code> b',
    words: 'a   b',
  },
  { what: 'what folds open', text: '<details><summary>More</summary>\n\n@codex\n\n</details>', words: 'More\n@codex' },
  { what: 'no picture', text: '![@codex](https://example.com/x.png) a', words: '  a' },
  {
    what: 'nothing of the mail below',
    text: 'Yes\n\nOn Sun, Nov 22, 2026 at 10:00 AM Alice (@codex) <\nalice@example.com> wrote:\n\n@codex go',
    words: 'Yes',
  },
  {
    what: 'nothing of a mail in German',
    text: 'Ja\n\nAm 22.11.2026 um 10:00 schrieb Alice <alice@example.com>:\n> @codex',
    words: 'Ja',
  },
  {
    what: 'nothing of a mail by Outlook',
    text: 'Yes\n\nFrom: Alice\nSent: Sunday\nTo: Bob\nSubject: Re: x\n\n@codex',
    words: 'Yes',
  },
  { what: 'nothing below a line of old mail programs', text: 'Yes\n-----Original Message-----\n@codex', words: 'Yes' },
  {
    what: 'a sentence that only begins like a mail',
    text: 'On Sunday Alice wrote:\nhello',
    words: 'On Sunday Alice wrote:\nhello',
  },
  { what: 'nothing of an empty text', text: '', words: '' },
])("a text's own words have $what", ({ text, words }) => {
  expect(ownWords(text).trim()).toBe(words.trim());
});

test.each([
  ['quotes', '>'.repeat(60_000)],
  ['quotes in lists', '1. > '.repeat(2000)],
  ['items in items', '+ '.repeat(20_000)],
  ['numbers in items', '1. '.repeat(20_000)],
  ['lists', '- '.repeat(30_000)],
  ['brackets', '['.repeat(60_000)],
  ['emphasis', '*a '.repeat(20_000)],
  ['open tags', '<a '.repeat(20_000)],
  ['tags that nobody ends', `<div>\n${'<'.repeat(59_000)}`],
  ['quotes in HTML that nobody ends', `<div>\n${'<s '.repeat(19_000)}`],
  ['open comments', '<!-- '.repeat(12_000)],
  ['mails', 'On <a '.repeat(10_000)],
])(
  '60,000 characters of %s are read in time',
  (_, text) => {
    expect(ownWords(`${text}`)).toBeTypeOf('string');
  },
  2000,
);
