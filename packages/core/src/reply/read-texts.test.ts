import { expect, test } from 'vitest';
import { english } from './english.ts';
import { readTexts } from './read-texts.ts';

test('the English texts are texts that a team may give', () => {
  expect(readTexts(JSON.stringify(english))).toEqual({ texts: english, problems: [] });
});

test('no texts are none', () => {
  expect(readTexts(' \n')).toEqual({ texts: {}, problems: [] });
  expect(readTexts('{}')).toEqual({ texts: {}, problems: [] });
});

test('what is right counts, beside what is wrong', () => {
  const { texts, problems } = readTexts('{"opened": "→ Pull Request #{number}.", "moved": 7}');
  expect(texts).toEqual({ opened: '→ Pull Request #{number}.' });
  expect(problems).toHaveLength(1);
});

test.each([
  ['opened: x', 'is no JSON object. Write it as {"opened": "…"}'],
  ['["opened"]', 'is no JSON object. Write it as {"opened": "…"}'],
  ['null', 'is no JSON object. Write it as {"opened": "…"}'],
  ['{"openned": "x"}', 'has "openned", which is no text of this release. Write "opened"'],
  ['{"whatever": "x"}', 'has "whatever", which is no text of this release. Look it up in docs/texts.md'],
  ['{"__proto__": "x"}', 'has "__proto__", which is no text of this release. Look it up in docs/texts.md'],
  ['{"opened": ""}', 'gives "opened" no text. Write one, or leave it out'],
  ['{"opened": ["x"]}', 'gives "opened" no text. Write one, or leave it out'],
  ['{"opened": "x"}', 'leaves {number} out of "opened". Use each of {number}'],
  ['{"opened": "{number} {url}"}', 'wants {url} in "opened", which has no such place. Use each of {number}'],
  ['{"opened": "{number} {it}"}', 'wants {it} in "opened", which has no such place. Use each of {number}'],
  ['{"nothingRuns": "{x}"}', 'wants {x} in "nothingRuns", which has no such place. Leave it out'],
  ['{"nothingRuns": "x <!-- y -->"}', 'hides a comment of HTML in "nothingRuns". Leave that out'],
  ['{"nothingRuns": "x\\ny"}', 'gives "nothingRuns" several lines. Write one line'],
  ['{"patchShown": "`x`"}', 'writes <, > or a backtick in "patchShown". Leave that out'],
  ['{"failed": "{what}{fix}{kept}\\n\\n```\\nx"}', 'leaves a block open in "failed". Close the block'],
  ['{"nothingRuns": "<details>"}', 'leaves a block open in "nothingRuns". Close the block'],
  [
    JSON.stringify({ nothingRuns: 'x'.repeat(4001) }),
    'gives "nothingRuns" more than 4000 characters. Write a shorter text',
  ],
])('%s is told, and English stands', (input, problem) => {
  expect(readTexts(input)).toEqual({
    texts: {},
    problems: [`The input "texts" ${problem}: until then, English is spoken.`],
  });
});

test('a name as long as an input is told in short', () => {
  const [problem = ''] = readTexts(JSON.stringify({ ['x'.repeat(100_000)]: 'x' })).problems;
  expect(problem.length).toBeLessThan(300);
});
