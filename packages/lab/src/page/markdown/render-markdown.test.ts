import { expect, test } from 'vitest';
import { openPage } from '../open-page.fixture.ts';
import { renderMarkdown } from './render-markdown.ts';

const cases = [
  { when: 'a hidden marker', text: 'a <!-- codex-worker --> b', then: '<p>a  b</p>' },
  { when: 'a fold', text: '<details><summary>More</summary>\n\ntext\n\n</details>', then: '<summary>More</summary>' },
  { when: 'a line break', text: 'one\ntwo', then: 'one<br />\ntwo' },
  {
    when: 'a reference',
    text: 'see #1.',
    then: 'see <a href="/octo-org/demo/issues/1" rel="nofollow noreferrer">#1</a>.',
  },
  { when: 'a reference to nothing', text: 'see #99', then: '<p>see #99</p>' },
  { when: 'a reference in code', text: '`#1`', then: '<code>#1</code>' },
  {
    when: 'a mention',
    text: '@wanda!',
    then: '<a href="/octo-org/demo/people#wanda" rel="nofollow noreferrer">@wanda</a>!',
  },
  { when: 'a mention of nobody', text: '@ghost', then: '<p>@ghost</p>' },
  { when: 'an address with @', text: 'a@wanda.example', then: '<p>a@wanda.example</p>' },
  { when: 'a task', text: '- [x] done', then: '<input type="checkbox" disabled aria-label="Done" checked />' },
  { when: 'an open task', text: '- [ ] open', then: '<input type="checkbox" disabled aria-label="Not done" />' },
  { when: 'a picture from elsewhere', text: '![a cat](https://example.com/c.png)', then: '>a cat</a>' },
  {
    when: 'an address at the end of a bold sentence',
    text: '**See https://example.com/a.** Then',
    then: '<strong>See <a href="https://example.com/a" rel="nofollow noreferrer">https://example.com/a</a>.</strong> Then',
  },
  { when: 'a file name', text: 'greet.mjs', then: '<p>greet.mjs</p>' },
] as const;
for (const { when, text, then } of cases)
  test(`${when} is shown as GitHub shows it`, async () => {
    const { github, post } = await openPage();
    await post('/issues', { title: 'Greet' });
    expect(String(renderMarkdown(github.inside.hosted, text))).toContain(then);
  });

const chart =
  '```mermaid\ngantt\n    section agent\n    turn 1, 2.9 s :crit, 1000, 3000\n    persist <b> :3000, 5000\n```';

test('addresses of threads are shortened, unless they have a text of their own', async () => {
  const { github } = await openPage();
  const there = `${github.server}/octo-org/demo/pull/2`;
  const shown = String(renderMarkdown(github.inside.hosted, `**${there}.** ${there}#issuecomment-7 [this](${there})`));
  const link = (to: string, text: string) =>
    `<a href="/octo-org/demo/pull/2${to}" rel="nofollow noreferrer">${text}</a>`;
  expect(shown).toContain(
    `<strong>${link('', '#2')}.</strong> ${link('#issuecomment-7', '#2 (comment)')} ${link('', 'this')}`,
  );
});

test('a chart of a job summary is drawn', async () => {
  const { github } = await openPage();
  const shown = String(renderMarkdown(github.inside.hosted, chart));
  expect(shown).toContain('<span class="gantt-name">turn 1, 2.9 s</span><svg class="bar-space bad"');
  expect(shown).toContain('persist &lt;b&gt;');
  expect(shown).toContain('<rect x="50.0" width="50.0"');
});

test('a diagram of another kind is shown as its text', async () => {
  const { github } = await openPage();
  const shown = String(renderMarkdown(github.inside.hosted, '```mermaid\nflowchart LR\n  a --> b\n```'));
  expect(shown).toContain('a --&gt; b');
});

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '[x](javascript:alert(1))',
  '<a href="javascript:alert(1)">x</a>',
  '<a href=" &#106;avascript:alert(1)">x</a>',
  '<iframe src="https://example.com"></iframe>',
  '<form action="/octo-org/demo/issues"><button>Send</button></form>',
  '<input name="form-token" value="x">',
  '<div id="main" class="card" style="position:fixed" hx-get="/x" hx-trigger="load">x</div>',
  '<svg onload=alert(1)>',
  '<math><mtext></table></math><img src=x onerror=alert(1)>',
  '<meta http-equiv="refresh" content="0;url=https://example.com">',
];
for (const text of hostile)
  test(`nothing is left to fear of ${text}`, async () => {
    const { github } = await openPage();
    const shown = String(renderMarkdown(github.inside.hosted, text));
    expect(shown).not.toMatch(/<(script|iframe|form|button|svg|math|meta|style)\b/i);
    expect(shown).not.toMatch(/<[^>]*\s(on\w+|style|id|name|hx-\w+|class)=/i);
    expect(shown).not.toMatch(/<[^>]*javascript:/i);
  });
