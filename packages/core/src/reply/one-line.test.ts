import { expect, test } from 'vitest';
import { BREAK } from './defuse-rules.ts';
import { oneLine } from './one-line.ts';

const hostile = [
  { what: 'a mention', text: 'Ask @alice and @octo-org/core', live: /@(?=[a-z])/ },
  { what: 'a reference', text: 'As in #12, octo-org/demo#7, GH-3 and _GH-4_', live: /#\d|GH-\d/ },
  { what: 'an address', text: 'See https://evil.example/x and <https://evil.example>', live: /:\/\// },
  { what: 'a link', text: 'See [here](https://evil.example)', live: /\]\(https?:\/\// },
  { what: 'an image', text: '![x](https://evil.example/pixel.png)', live: /!\[/ },
  { what: 'HTML', text: '<details><summary>x</summary> <img src=x> </details> <!-- y -->', live: /<[a-z/!]/i },
  { what: 'a fence', text: '```js', live: /```/ },
  { what: 'a fence of tildes', text: '~~~~ js', live: /~~~/ },
  { what: 'a heading', text: '# All done', live: /^#/ },
  { what: 'a quote', text: '> said alice', live: /^>/ },
  { what: 'an item', text: '- [x] done', live: /^-/ },
  { what: 'a numbered item', text: '1. done', live: /^1\./ },
  { what: 'a rule', text: '***', live: /^\*\*\*/ },
  { what: 'several lines', text: 'one\n\n# two\r\nthree\u2028four', live: /[\r\n\u2028]/ },
  { what: 'a direction', text: 'a\u202Egnp.exe', live: /\u202E/ },
];

for (const { what, text, live } of hostile) {
  test(`${what} in a line of a model's is only text`, () => {
    expect(oneLine(text, 200)).not.toMatch(live);
  });
}

test('a line keeps its words, its emphasis and its code', () => {
  const text = 'Update **greet.mjs**, then run `npm test`';
  expect(oneLine(text, 200)).toBe(text);
});

test('a long line is cut, and never in the middle of a character', () => {
  expect(oneLine('🚀'.repeat(100), 11)).toBe(`${'🚀'.repeat(5)}…`);
  expect(oneLine('x'.repeat(60_000), 200)).toHaveLength(201);
});

test('a break that nobody sees is no word', () => {
  expect(oneLine(BREAK, 10)).toBe('');
});
