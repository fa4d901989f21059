import { describe, expect, test } from 'vitest';
import { catalogue } from '../failure/catalogue.ts';
import { aReply, aRun, issue12 } from '../testing/index.ts';
import { endSamples } from '../testing/samples.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { inOneLine, renderRouted } from './render-routed.ts';
import { type RunSummary, renderRunSummary, renderStopped, type TurnRow, turnRows } from './render-summary.ts';
import { speak } from './say.ts';

const server = 'https://github.com';
const repository = `${server}/octo-org/demo`;
const began = Date.UTC(2026, 2, 1, 10);
const timeline: Timeline = {
  spans: [
    { stage: 'route', from: began, to: began + 1200, calls: 4 },
    { stage: 'turn', from: began + 9000, to: began + 54_000, request: 'comment-7' },
    { stage: 'reply', from: began + 58_000, to: began + 58_400, calls: 7 },
  ],
  rate: { left: 989, of: 1000 },
};
const help = `${server}/octo-org/codex-worker/blob/v1/docs/troubleshooting.md`;
const about: RunSummary = { url: aRun.url, page: `${repository}/issues/12`, thread: 'issue-12', timeline, help };
const turn = { seconds: 45, tokens: 12_345, model: 'gpt-5.5' };
const posted = [{ requestId: 'comment-7', commentId: 9, url: `${repository}/issues/12#issuecomment-9` }];

/** A page as it is read. */
const golden = (name: string, page: string) =>
  expect(`${page}\n`).toMatchFileSnapshot(`__messages__/run-pages/${name}.md`);

describe('the page of a run', () => {
  test('tells of its answers, with where they stand', async () => {
    const replies = [
      aReply('comment-7', { turn, also: ['comment-8'], asker: 'olivia' }),
      aReply('dispatch-500', { steers: true }),
    ];
    const turns = turnRows(replies, posted);
    const end = {
      kind: 'opened',
      pullRequest: 101,
      url: `${repository}/pull/101`,
      branch: 'codex/issue-12/add-up',
      sha: 'a'.repeat(40),
      leftOut: [],
    } as const;
    await golden('answered', renderRunSummary({ ...about, turns, end }));
  });

  test('says what to do where a turn failed', async () => {
    const turns = turnRows([aReply('comment-7', { outcome: 'failed', failure: 'quota', turn })], []);
    await golden('failed', renderRunSummary({ ...about, turns }));
  });

  test("says what to do in a team's own words", () => {
    speak({ 'failure.quota.fix': 'Guthaben aufladen.', 'failure.thread-locked.fix': 'Aufschließen.' });
    const turns = turnRows([aReply('comment-7', { outcome: 'failed', failure: 'quota', turn })], []);
    const place = { thread: issue12, requestId: 'comment-7', reason: '#12 is locked' } as const;
    const refused = renderRouted({ ...place, kind: 'refuse', code: 'thread-locked' }, repository);
    const pages = [renderRunSummary({ ...about, turns }), refused];
    speak({});
    expect(pages[0]).toContain('**Next step:** Guthaben aufladen.');
    expect(pages[1]).toContain('**Next step:** Aufschließen.');
  });

  test.each(['refused', 'cancelled'] as const)('says what to do where a request was %s', (outcome) => {
    const page = renderRunSummary({ ...about, turns: turnRows([aReply('comment-7', { outcome })], posted) });
    expect(page).toMatch(outcome === 'refused' ? /^### 😕 Refused/ : /^### 🛑 Cancelled/);
    expect(page).toContain('**Next step:** ');
  });

  test('says what stopped it, and how to mend that', async () => {
    const failure = {
      code: 'push-refused',
      what: 'The push was refused.',
      fix: catalogue['push-refused'].fix,
    } as const;
    await golden(
      'stopped',
      renderRunSummary({ ...about, turns: turnRows([aReply('comment-7', { turn })], posted), failure }),
    );
  });

  test('the transcript is linked beside the thread', () => {
    const transcript = `${about.url}/artifacts/7`;
    expect(renderRunSummary({ ...about, transcript }).split('\n')[0]).toContain(` · [transcript](${transcript})`);
  });

  test('says that there was nothing to do', () => {
    expect(renderRunSummary({ ...about, timeline: { spans: [] } })).toBe(
      `### 💤 Nothing to do · [issue-12](${repository}/issues/12)\n\nNo request was open: each has its reply, or another run has taken it up.`,
    );
  });

  test('has a line for each end that a change may have', async () => {
    const lines = endSamples.map((end) => {
      const page = renderRunSummary({ ...about, turns: [], end });
      return `${end.kind}: ${page.split('\n').find((line) => line.startsWith('**Change:**')) ?? ''}`;
    });
    await golden('changes', lines.join('\n'));
  });

  test('has a table that ends', () => {
    const turns = turnRows(
      Array.from({ length: 60 }, (_, index) => aReply(`comment-${index + 1}`)),
      [],
    );
    expect(renderRunSummary({ ...about, turns })).toContain('10 more replies are not listed.');
  });
});

test('a step that draws no picture says what stopped it', async () => {
  const failure = { code: 'quota', what: 'The quota is used up.', fix: 'Check the plan.' } as const;
  await golden('step-stopped', renderStopped(about, failure));
  await golden('step-stopped-by-a-bug', renderStopped({ url: server }, { what: 'x is undefined.', fix: 'Report it.' }));
});

const placed = { thread: { kind: 'issue', number: 12 }, requestId: 'comment-7', reason: 'alice may ask' } as const;

test('the page of a run says in one line what its event was taken for', async () => {
  const lines = [
    renderRouted({ kind: 'ignore', reason: 'mallory has no write access' }, repository),
    renderRouted({ ...placed, kind: 'command', asker: 'alice' }, repository),
    renderRouted({ ...placed, kind: 'refuse', code: 'thread-locked', reason: '#12 is locked' }, repository),
    renderRouted(
      { ...placed, kind: 'run', asker: 'alice', start: 'new', ref: '', sha: '', base: '', fork: false },
      repository,
    ),
  ];
  expect(lines.every((line) => !line.includes('\n'))).toBe(true);
  await golden('routed', lines.join('\n'));
});

const hostile = [
  '# A heading\n\n```\nopen',
  '| a | b |\n|---|---|',
  '<details><summary>x</summary>',
  '<!-- gone --><img src="https://evil.example/x.png"> ![x](https://evil.example/y.png)',
  '@octo-org/admins @olivia fixes #1, closes octo-org/demo#2',
  '`` ` `` [x](javascript:alert(1)) https://evil.example/',
  '\u202e\u200bgnp.exe',
  '"]\n    click route href "https://evil.example"\n',
  'a'.repeat(60_000),
  '```\n'.repeat(15_000),
];

/** What is left of a page when its code is taken out: none of it may do anything. */
const prose = (page: string): string =>
  page
    .replace(/```mermaid\n[\s\S]*?\n```/g, '')
    .replace(/`[^`\n]*`/g, '')
    .replaceAll(aRun.url, '');

describe.each(hostile)('a hostile text (%#)', (text) => {
  const row: TurnRow = { requests: ['comment-7'], who: text, outcome: 'answered', model: text, effort: text };

  test('stays in its cell', () => {
    const page = renderRunSummary({ ...about, turns: [row, row] });
    const rows = page.split('\n').filter((line) => line.startsWith('| '));
    expect(rows).toHaveLength(4);
    for (const line of rows) expect(line.match(/(?<!\\)\|/g)).toHaveLength(10);
    expect(page.length).toBeLessThan(5000);
    harmless(page);
  });

  test('as the words of a failure does nothing', () => {
    const page = renderRunSummary({ ...about, turns: [row], failure: { code: 'quota', what: text, fix: 'Look.' } });
    expect(page.match(/```mermaid\ngantt\n/g)).toHaveLength(1);
    expect(page.length).toBeLessThan(65_536);
    harmless(page);
  });

  test('as a reason stands in one line', () => {
    const line = renderRouted({ kind: 'ignore', reason: text }, repository);
    expect(line).not.toContain('\n');
    harmless(line);
  });
});

function harmless(page: string): void {
  const text = prose(page);
  expect(text).not.toMatch(/<(?:img|details|!--)/);
  expect(text).not.toMatch(/(?<![a-z\d])@\w/i);
  expect(text).not.toMatch(/!\[|\]\((?!https:\/\/github\.com\/octo-org\/)/);
  expect(page).not.toContain('\u202e');
}

test('a reason that ends as a sentence keeps its end', () => {
  expect(inOneLine('Is it?', server)).toBe('Is it?');
  expect(inOneLine('It is', server)).toBe('It is.');
});
