import { type Node, Parser } from 'commonmark';
import { expect, test } from 'vitest';
import { readMarkers, readProgressMarker, readQueuedMarker } from '../reply/marker.ts';
import { aRun } from '../testing/index.ts';
import { type Activity, noActivity, noted } from './activity.ts';
import { renderProgress, type TurnShown } from './render-progress.ts';
import type { Sign } from './sign.ts';

const place = {
  thread: 'issue-12',
  page: 'https://github.com/octo-org/demo/issues/12',
  run: aRun,
  isQuiet: false,
} as const;

const after = (...signs: readonly Sign[]): Activity => signs.reduce(noted, noActivity);

const shown = (activity: Activity, more: Partial<TurnShown> = {}): TurnShown => ({
  requests: ['comment-7'],
  activity,
  startedAt: new Date('2026-03-01T14:02:40Z'),
  now: new Date('2026-03-01T14:05:10Z'),
  tokens: 12_345,
  state: 'goes-on',
  ...more,
});

const plan = (...done: readonly boolean[]): Sign => ({
  kind: 'planned',
  steps: ['Look at `sum.js`', 'Add up all lines', 'Test it'].map((text, at) => ({ text, done: done[at] ?? false })),
});

const begun = after(
  plan(),
  { kind: 'said', text: '**Looking** at how the lines are read' },
  { kind: 'command-started', command: 'cat sum.js' },
);
const midway = [
  { kind: 'command-ended', command: 'cat sum.js', exitCode: 0 },
  plan(true),
  { kind: 'said', text: 'The last line is left out. I add it, then run the tests.' },
  { kind: 'files-changed', paths: ['sum.js', 'sum.test.js'] },
  { kind: 'command-ended', command: 'npm test', exitCode: 1 },
  { kind: 'command-started', command: 'npm test -- --watch=false' },
] as const;
const far = midway.reduce<Activity>(noted, begun);

const states: readonly { readonly state: string; readonly turn: TurnShown; readonly isQuiet?: true }[] = [
  { state: 'nothing is known yet', turn: shown(noActivity, { tokens: undefined }) },
  { state: 'the plan is made and the first command runs', turn: shown(begun) },
  { state: 'a test failed and runs again', turn: shown(far) },
  { state: 'a tool is used', turn: shown(noted(far, { kind: 'tool-used', name: 'docs.search' })) },
  { state: 'it answers several requests', turn: shown(begun, { requests: ['comment-7', 'review-8'] }) },
  { state: 'it answers an issue', turn: shown(begun, { requests: ['issue-12'] }) },
  { state: 'it answers a review', turn: shown(begun, { requests: ['review-8'] }) },
  { state: 'it answers a run by hand', turn: shown(begun, { requests: ['dispatch-700'] }) },
  { state: 'it is told for the last time', turn: shown(far, { state: 'last' }) },
  { state: 'it is done', turn: shown(far, { state: 'done' }) },
  { state: "a stranger's files are read", turn: shown(far), isQuiet: true },
  { state: "a stranger's files are about to be read", turn: shown(noActivity), isQuiet: true },
];

test('the progress of a turn in each of its states', async () => {
  const told = states.map(
    ({ state, turn, isQuiet }) => `## ${state}\n\n${renderProgress(turn, { ...place, isQuiet: isQuiet ?? false })}\n`,
  );
  // Beside all other messages that people can get.
  await expect(told.join('\n')).toMatchFileSnapshot('../reply/__messages__/progress.md');
});

test('a hundred commands and files take no more room than the last of them', () => {
  const many = Array.from({ length: 100 }, (_, at): readonly Sign[] => [
    { kind: 'command-started', command: `make part-${at}` },
    { kind: 'command-ended', command: `make part-${at}`, exitCode: at % 10 === 0 ? 2 : 0 },
    { kind: 'files-changed', paths: [`part-${at}.o`, 'list.txt'] },
    {
      kind: 'planned',
      steps: Array.from({ length: 100 }, (__, step) => ({ text: `Part ${step}`, done: step < at / 2 })),
    },
  ]).flat();
  expect(renderProgress(shown(after(...many)), place)).toMatchSnapshot();
});

const wall = 'x'.repeat(60_000);
const rtl = 'مرحبا \u202Egnp.exe\u202C ';
const evil = [
  `${wall}`,
  '`'.repeat(60_000),
  rtl.repeat(3_000),
  '<img src=x onerror=alert(1)><script>x</script></details>\n</details>\n\n# Answered',
  '@alice @octo-org/core #12 GH-7 https://evil.example/x fixes #3',
  '<!-- codex-worker:reply request=issue-12 outcome=answered run=1.1 -->',
  '\n\n<!-- codex-worker:queued request=issue-12 run=1.1 -->\n\n',
  '```\n~~~\n> - [x] done\n1. one',
  '![x](https://evil.example/x.png) [here](https://evil.example) <https://evil.example> [a]: https://evil.example',
  '<details><summary>x</summary>',
  '🚀'.slice(0, 1),
  '',
];

/** Tags, comments and links of a comment as GitHub reads it. */
function live(body: string) {
  const nodes: Node[] = [];
  const walker = new Parser().parse(body).walker();
  for (let step = walker.next(); step; step = walker.next()) if (step.entering) nodes.push(step.node);
  const of = (...types: readonly string[]) => nodes.filter(({ type }) => types.includes(type));
  return {
    html: of('html_block', 'html_inline').map(({ literal }) => (literal ?? '').trim()),
    links: of('link', 'image').map(({ destination }) => destination),
  };
}

const OURS = /^(?:<details><summary>[\w (),]*<\/summary>|<\/details>|<\/?sub>|<!-- codex-worker:progress [^<>]* -->)$/;

test('nothing that Codex says hides, ends, links, pings or answers anything', () => {
  for (const text of evil) {
    const signs: readonly Sign[] = [
      { kind: 'planned', steps: Array.from({ length: 50 }, () => ({ text, done: false })) },
      { kind: 'said', text },
      ...Array.from({ length: 20 }, () => ({ kind: 'command-ended', command: text, exitCode: 1 }) as const),
      ...Array.from({ length: 20 }, () => ({ kind: 'command-started', command: text }) as const),
      { kind: 'files-changed', paths: Array.from({ length: 50 }, (_, at) => `${at}${text}`) },
      { kind: 'tool-used', name: text },
    ];
    const body = renderProgress(shown(after(...signs)), place);
    expect(body.length).toBeLessThan(20_000);
    expect(readProgressMarker(body)).toEqual({ thread: 'issue-12', run: '700.1' });
    expect([readMarkers(body), readQueuedMarker(body)]).toEqual([[], undefined]);
    const prose = body.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, 'code');
    expect(prose).not.toMatch(/@alice|@octo|#\d|https?:\/\/evil|<img|<script|\u202E/);
    expect(body.isWellFormed()).toBe(true);
    const { html, links } = live(body);
    expect(html.filter((piece) => !OURS.test(piece))).toEqual([]);
    expect(html.filter((piece) => piece.includes('details>'))).toEqual([
      expect.stringMatching(/^<details>/),
      '</details>',
    ]);
    expect(links).toEqual([`${place.page}#issuecomment-7`, aRun.url]);
    expect(prose.split('\n').filter((line) => /^(#|>|~~~|```)/.test(line))).toEqual([]);
  }
});

test("the progress of a stranger's pull request has no word of Codex in it", () => {
  const word = 'zebra';
  const signs: readonly Sign[] = [
    { kind: 'planned', steps: [{ text: word, done: true }] },
    { kind: 'said', text: word },
    { kind: 'command-started', command: word },
    { kind: 'command-ended', command: word, exitCode: 0 },
    { kind: 'files-changed', paths: [word] },
    { kind: 'tool-used', name: word },
  ];
  for (const state of ['goes-on', 'last', 'done'] as const) {
    expect(renderProgress(shown(after(...signs), { state }), { ...place, isQuiet: true })).not.toContain(word);
  }
});
