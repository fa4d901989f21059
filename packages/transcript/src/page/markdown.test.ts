import { expect, test } from 'vitest';
import { markdown } from './markdown.ts';

const cases = [
  {
    what: 'words',
    source: 'It **adds** _up_, ~~not~~ `down`.',
    page: '<p>It <strong>adds</strong> <em>up</em>, <s>not</s> <code>down</code>.</p>',
  },
  { what: 'a list', source: '1. one\n2. two', page: '<ol start="1"><li>one</li><li>two</li></ol>' },
  {
    what: 'a checklist',
    source: '- [x] done\n- [ ] open',
    page: '<ul><li class="task"><span class="box">☑</span> done</li><li class="task"><span class="box">☐</span> open</li></ul>',
  },
  {
    what: 'a checklist with room between its entries',
    source: '- [x] done\n\n- [ ] open',
    page: '<ul><li class="task"><span class="box">☑</span> <p>done</p></li><li class="task"><span class="box">☐</span> <p>open</p></li></ul>',
  },
  { what: 'a list from zero', source: '0. none\n1. one', page: '<ol start="0"><li>none</li><li>one</li></ol>' },
  {
    what: 'a table',
    source: '| a |\n|---|\n| b |',
    page: '<div class="wide" role="region" aria-label="Table" tabindex="0"><table><thead><tr><th scope="col">a</th></tr></thead><tbody><tr><td>b</td></tr></tbody></table></div>',
  },
  { what: 'a quote', source: '> so', page: '<blockquote><p>so</p></blockquote>' },
  {
    what: 'a link',
    source: '[docs](https://example.com/a?b&c)',
    page: '<p><a href="https://example.com/a?b&amp;c" title="https://example.com/a?b&amp;c" rel="noopener noreferrer nofollow">docs</a></p>',
  },
  {
    what: 'code with colours',
    source: '```ts\nconst a = 1; // <b>\n```',
    page: '<pre class="code"><code><span class="k">const</span> a = <span class="n">1</span>; <span class="c">// &lt;b&gt;</span></code></pre>',
  },
  {
    what: 'code that the colours would take a character from',
    source: '```ts\n<div x="{\n(<div x="b------/</a>\n```',
    page: '<pre class="code"><code>&lt;div x=&quot;{\n(&lt;div x=&quot;b------/&lt;/a&gt;</code></pre>',
  },
  { what: 'what is escaped in Markdown', source: 'a &lt;b&gt; \\* c', page: '<p>a &lt;b&gt; * c</p>' },
];
test.each(cases)('$what', ({ source, page }) => {
  expect(markdown(source).toString()).toBe(page);
});

const hostile = [
  { what: 'a script', source: '<script>alert(1)</script>' },
  { what: 'an image of HTML', source: 'a <img src=x onerror=alert(1)> b' },
  { what: 'an image of Markdown', source: '![a](https://example.com/beacon.png)' },
  {
    what: 'a link that is a script',
    source: '[a](javascript:alert(1)) [b](JaVaScRiPt&colon;alert(1)) [c](data:text/html,x)',
  },
  { what: 'a link that is a script, by an entity', source: '[a](&#106;avascript:alert(1))' },
  { what: 'an address that closes its quote', source: '[a](https://example.com/"onmouseover="alert(1))' },
  { what: 'a title that closes its quote', source: `[a](https://example.com/ '"><script>alert(1)</script>')` },
  { what: 'a style', source: '<style>body{display:none}</style>\n\n<div style="position:fixed">x</div>' },
  { what: 'a language that is markup', source: '```"><script>alert(1)</script>\nx\n```' },
  { what: 'a list that begins with markup', source: '99999999999999999999"><script>. a' },
  { what: 'a form', source: '<form action="https://example.com"><input name=a></form>' },
  { what: 'a reference', source: '[a]\n\n[a]: javascript:alert(1) "x"' },
];
test.each(hostile)('$what is text', ({ source }) => {
  const page = markdown(source).toString();
  expect(page).not.toMatch(/<[^>]*\s(?:href="(?!https?:|mailto:)|on\w+=|src=|style=)/i);
  expect(
    page.replaceAll(/<\/?(?:p|a|pre|code|ol|ul|li|strong|em|span)(?: (?:class|href|title|rel|start)="[^"<>]*")*>/g, ''),
  ).not.toMatch(/[<>]/);
});

test.each([
  { what: 'quotes in quotes', source: '>'.repeat(5_000) },
  { what: 'lists in lists', source: Array.from({ length: 500 }, (_, depth) => `${'  '.repeat(depth)}- a`).join('\n') },
  { what: 'stars', source: '*a '.repeat(20_000) },
  { what: 'stars and underscores', source: '*a_'.repeat(26_000) },
  { what: 'brackets', source: '['.repeat(20_000) },
  { what: 'backticks', source: '`a``'.repeat(10_000) },
])('$what without end take no more than seconds', ({ source }) => {
  const began = performance.now();
  expect(markdown(source).toString().length).toBeGreaterThan(100);
  expect(performance.now() - began).toBeLessThan(5_000);
});
