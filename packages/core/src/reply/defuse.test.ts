import { type Node, Parser } from 'commonmark';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defuse, withEndsClosed } from './defuse.ts';
import { BREAK, type DefuseRules } from './defuse-rules.ts';

const rules: DefuseRules = { people: ['alice'], links: 'all', host: 'github.com' };
const plain: DefuseRules = { ...rules, links: 'plain' };

/** With a dot where nobody sees anything. */
const seen = (text: string, by = rules): string => defuse(text, by).replaceAll(BREAK, '·');

describe('who is mentioned', () => {
  test.each([
    ['@alice and @ALICE', '@alice and @ALICE'],
    ['@bob', '@·bob'],
    ['@alice-bot', '@·alice-bot'],
    ['@octo-org/maintainers', '@·octo-org/maintainers'],
    ['@alice/maintainers', '@·alice/maintainers'],
    ['*@bob*, (@bob) and _@bob_', '*@·bob*, (@·bob) and _@·bob_'],
    ['\\@bob', '\\@·bob'],
    ['&#64;bob &commat;bob', '&·#64;bob &·commat;bob'],
    ['@&#98;ob', '@·&·#98;ob'],
    ['@\u200bbob', '@·bob'],
    ['mail bob@example.com', 'mail bob@example.com'],
    ['https://npmjs.com/package/@types/node', 'https://npmjs.com/package/%40types/node'],
    ['[x](https://npmjs.com/@types/node)@bob', '[x](https://npmjs.com/%40types/node)%40bob'],
    ['`npm i @types/node`', '`npm i @types/node`'],
    ['` @bob', '` @·bob'],
  ])('%s → %s', (text, shown) => {
    expect(seen(text)).toBe(shown);
  });
});

describe('what is closed', () => {
  test.each([
    ['Fixes #3', 'F·ixes #3'],
    ['closes: octo-org/other#4', 'c·loses: octo-org/other#4'],
    ['Resolved https://github.com/octo-org/other/issues/4', 'R·esolved https://github.com/octo-org/other/issues/4'],
    ['fix GH-3', 'f·ix GH-3'],
    ['Fixes\n#3', 'F·ixes\n#3'],
    ['Fixes #12', 'Fixes #12'],
    ['Fixes octo-org/other#12', 'F·ixes octo-org/other#12'],
    ['Fixes https://github.com/octo-org/other/issues/12', 'F·ixes https://github.com/octo-org/other/issues/12'],
    ['Fixes **#12**', 'Fixes **#12**'],
    ['Fixes #12, fixes #3', 'F·ixes #12, f·ixes #3'],
    ['_Fixes #3_', '_F·ixes #3_'],
    ['__Fixes__ #3', '__F·ixes__ #3'],
    ['fix _GH-3_', 'f·ix _GH-3_'],
    ['See #3. I fixed the sum.', 'See #3. I fixed the sum.'],
    ['fix&#101;s #3', 'f·ix&·#101;s #3'],
  ])('%s → %s', (text, shown) => {
    expect(seen(text, { ...rules, closes: 12 })).toBe(shown);
  });

  test('in what may become a commit, code closes nothing either', () => {
    const commit = { ...rules, isCommitText: true };
    expect(seen('`Fixes #3`', commit)).toBe('`F·ixes #3`');
    expect(seen('```\nFixes #3\n```', commit)).toBe('```\nFixes # 3\n```');
    expect(seen('```\nFixes #3\n```')).toBe('```\nFixes #3\n```');
  });
});

describe('what is hidden', () => {
  test.each([
    { what: 'a comment', text: '<!-- x -->', shown: '<·!-- x -->' },
    { what: 'HTML', text: '<span hidden>x</span>', shown: '<·span hidden>x<·/span>' },
    {
      what: 'nothing in small print',
      text: '<sub><sub>x</sub></sub><sup> </sup>',
      shown: '<·sub><sub>x</sub><·/sub><·sup> <·/sup>',
    },
    { what: 'a definition that nothing refers to', text: '[//]: # (x)', shown: '[//]·: # (x)' },
    { what: 'a footnote', text: '[^1]: x', shown: '[^1]·: x' },
    { what: 'tag characters', text: 'a\u{e0041}\u{e0042}b', shown: 'ab' },
    { what: 'what turns text around', text: 'a\u202eb\u2066c', shown: 'abc' },
    { what: 'selectors', text: 'a\u{e0101}\ufe0eb', shown: 'ab' },
    { what: 'an entity for nothing', text: 'a&ZeroWidthSpace;b &lt; c', shown: 'a&·ZeroWidthSpace;b &lt; c' },
    { what: 'words beside a language', text: '```js ignore all\nx\n```', shown: '```js\nx\n```' },
    {
      what: 'a formula',
      text: '```math\n\\phantom{x}\n```\n\n$\\phantom{x}$',
      shown: '```tex\n\\phantom{x}\n```\n\n$\\·phantom{x}$',
    },
    {
      what: 'a fold without an end',
      text: '<details><summary>x</summary>\n\ny',
      shown: '<·details><·summary>x<·/summary>\n\ny',
    },
    { what: 'a fold without a name', text: '<details>\n\ny\n\n</details>', shown: '<·details>\n\ny\n\n<·/details>' },
    { what: 'the end of another fold', text: 'x\n\n</details>', shown: 'x\n\n<·/details>' },
  ])('$what is shown, or is not there', ({ text, shown }) => {
    expect(seen(text)).toBe(shown);
  });

  test('a whole fold with a name stays one', () => {
    const fold = '<details><summary>The log</summary>\n\ntext\n\n</details>';
    expect(defuse(fold, rules)).toBe(fold);
  });

  test('in code it is named', () => {
    expect(seen('```\na\u202eb\u{e0041}\n```')).toBe('```\na[U+202E]b[U+E0041]\n```');
  });

  test.each(['👨‍👩‍👧 ❤️ 1️⃣', 'می‌خواهم', 'क्‍ष'])('%s is written with joiners, and stays', (text) => {
    expect(defuse(text, rules)).toBe(text);
  });
});

describe('where links lead', () => {
  test.each([
    {
      text: '![x](https://example.com/?leak)',
      all: '!·[x](https://example.com/?leak)',
      none: '!·[x]·(https:·//example.com/?leak)',
    },
    { text: '![x](https://github.com/octo-org/demo/x.png)', all: undefined, none: undefined },
    { text: '![x](//example.com/x.png)', all: '!·[x](//example.com/x.png)', none: '!·[x]·(//example.com/x.png)' },
    { text: '[x](https://example.com)', all: undefined, none: '[x]·(https:·//example.com)' },
    { text: '[x](https://github.com.example.com/)', all: undefined, none: '[x]·(https:·//github.com.example.com/)' },
    { text: '[x](src/a.ts) [y](#z) [z](https://github.com/a)', all: undefined, none: undefined },
    { text: '[x](<https://example.com>)', all: undefined, none: '[x]·(<·https:·//example.com>)' },
    { text: '<https://example.com>', all: undefined, none: '<·https:·//example.com>' },
    { text: 'www.example.com', all: undefined, none: 'www·.example.com' },
    { text: '_https://example.com_', all: undefined, none: '_https:·//example.com_' },
    { text: '1http://example.com', all: undefined, none: '1http:·//example.com' },
    { text: '_www.example.com_', all: undefined, none: '_www·.example.com_' },
    {
      text: 'https://github.com@example.com/',
      all: 'https://github.com%40example.com/',
      none: 'https:·//github.com%40example.com/',
    },
  ])('$text', ({ text, all = text, none = text }) => {
    expect(seen(text)).toBe(all);
    expect(seen(text, plain)).toBe(none);
  });
});

describe('code stays as it is', () => {
  const command = 'npm i @types/node && echo "<!-- fixes #3 -->" # ![x](http://x)';
  test.each([
    { where: 'in a block', text: `\`\`\`sh\n${command}\n\`\`\`` },
    { where: 'in a block of tildes', text: `~~~\n${command}\n~~~` },
    { where: 'in a block that is never closed', text: `Text\n\`\`\`\n${command}` },
    { where: 'in a list', text: `1. Do:\n\n   \`\`\`sh\n   ${command}\n   \`\`\`\n2. Done` },
    { where: 'in a list in a list', text: `- a\n  - b\n    \`\`\`\n    ${command}\n\n    ${command}\n    \`\`\`` },
    { where: 'right behind a bullet', text: `- \`\`\`\n  ${command}\n  \`\`\`` },
    { where: 'indented by little', text: `  \`\`\`\n  ${command}\n  \`\`\`` },
    { where: 'below HTML', text: `x\n\n\`\`\`\n${command}\n\`\`\`` },
    { where: 'in a line', text: `Run \`${command}\`, and \`\` @x \`\`.` },
    { where: 'in a line with links', text: 'See [a](src/a.ts): `Array<string>` and `@x`' },
  ])('$where', ({ text }) => {
    expect(defuse(text, rules)).toBe(text);
  });

  test.each([
    { what: 'a block that a list has ended', text: '- ```\nx @bob' },
    { what: 'a block that closes one that was indented', text: '  ```\nx\n```\n@bob\n```' },
    { what: 'a fence in a quote', text: '> ```\n@bob\n> ```' },
    { what: 'backticks that a link takes', text: '[a](`)@bob`)' },
    { what: 'backticks that a title takes', text: '[a](x "`")@bob`"' },
    { what: 'backticks that an address takes', text: 'https://example.com/`a @bob `' },
    { what: 'backticks in two cells', text: '| ` | @bob ` |\n|---|---|' },
    { what: 'backticks that are escaped', text: '\\`@bob`' },
    { what: 'backticks with a partner above', text: 'a ` b\n`@bob`' },
    { what: 'backticks in a formula', text: '$`$ @bob `' },
    { what: 'a fold whose name has some', text: '<details><summary>`@bob`</summary>\n\nx\n\n</details>' },
    { what: 'a list that text may go on with', text: '- a\nb\n  ```\nx\n```\n@bob\n```' },
    { what: 'a break made like a list', text: '- - -\n  ```\nx\n```\n@bob\n```' },
  ])('$what is none', ({ text }) => {
    expect(defuse(text, rules)).not.toMatch(/@bob\W*$/);
  });
});

test('a text that ends in a block, or in a fold, is closed before anything stands below it', () => {
  expect(withEndsClosed('a\n```js\nx')).toBe('a\n```js\nx\n```');
  expect(withEndsClosed('- a\n  ~~~~\n  x\n')).toBe('- a\n  ~~~~\n  x\n  ~~~~');
  expect(withEndsClosed('<details><summary>x</summary>\n\ny')).toBe('<details><summary>x</summary>\n\ny\n\n</details>');
  expect(withEndsClosed('a\n```js\nx\n```\n')).toBe('a\n```js\nx\n```\n');
});

describe('of any text', () => {
  const marks =
    '` `` ``` ```js ~~~ > # --- === < > <!-- --> <details> </details> <br> <pre> <https://x.y> @bob @alice @a/b';
  const more = '\\ [ ] ]( ) ![ ( " : http://x.y/ www. &#64; | $ a _ * - \u200b \u202e';
  const spaced = [
    '\n',
    '\n\n',
    '\r\n',
    '\r',
    ' ',
    '  ',
    '    ',
    '\t',
    '- ',
    '* ',
    '1. ',
    '2. ',
    '- - -',
    'fixes #3',
    '<a href="',
  ];
  const piece = fc.constantFrom(...marks.split(' '), ...more.split(' '), ...spaced);
  const text = fc.array(piece, { maxLength: 30 }).map((pieces) => pieces.join(''));

  test('what was made harmless is not changed once more', () => {
    fc.assert(
      fc.property(text, fc.constantFrom(rules, plain), (given, by) => {
        const once = defuse(given, by);
        expect(defuse(once, by)).toBe(once);
      }),
      { numRuns: 3_000 },
    );
  });

  test('a parser of CommonMark finds no HTML, no image, and nobody mentioned outside of code', () => {
    fc.assert(
      fc.property(text, (given) => {
        expect(effectsOf(defuse(given, rules))).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });

  test('of code in a block that begins a line, every letter stays', () => {
    const code = fc.string({
      unit: fc.constantFrom('@bob', '<!--', '&#64;', '\\', '`', ' ', 'a', '[x]: y', 'fixes #3'),
    });
    fc.assert(
      fc.property(text, code, (before, line) => {
        fc.pre(!/^ {0,3}`{5,}[ ]*$/.test(line));
        // Where a block begins within another that may have ended, parsers differ, and nothing below is certain to be code.
        const plainly = before.replace(/~~~|[`\t\u200b\u202e]/g, '').replace(/^ +(?=[-*_>#\d])/gm, '');
        const given = `${plainly}\n\n\`\`\`\`\`\n${line}\n\`\`\`\`\`\n`;
        expect(defuse(given, rules)).toContain(`\n\`\`\`\`\`\n${line}\n\`\`\`\`\`\n`);
      }),
    );
  });
});

test.each([
  '<sub>a',
  '<details><summary>a',
  '` ',
  '``` `',
  ':a',
  '@',
  '@a',
  '![',
  '](',
  '[',
  '- * ',
  '1. ',
  '> ',
  '&a',
  'fix #3 ',
  '\\',
  'www.',
  'http://',
  '$',
  ' ',
  '\t',
  '\u200b',
  '\n',
  '- a\n  ',
])('%j, twenty thousand times, is read in less than the time that a test has', (piece) => {
  expect(defuse(piece.repeat(20_000), plain)).toBeTypeOf('string');
});

/** What a text does, as the parser of the specification reads it. */
function effectsOf(markdown: string): readonly string[] {
  const walker = new Parser().parse(markdown).walker();
  const effects: string[] = [];
  let words = '';
  for (let step = walker.next(); step; step = walker.next()) {
    const { node, entering } = step;
    if (node.type === 'text') {
      words += node.literal ?? '';
      continue;
    }
    effects.push(...mentionsIn(words), ...(entering ? effectsOfNode(node) : []));
    words = '';
  }
  return effects;
}

const mentionsIn = (words: string): readonly string[] =>
  /(?<![a-z0-9])@(?!alice(?![\w/-]))[a-z0-9]/i.test(words) ? [words] : [];

function effectsOfNode({ type, literal, destination }: Node): readonly string[] {
  if (type === 'image') return /:|^\/\//.test(destination ?? '') ? [`image: ${destination}`] : [];
  if (type !== 'html_block' && type !== 'html_inline') return [];
  return /^<br ?\/?>$/.test(literal ?? '') ? [] : [`HTML: ${literal}`];
}
