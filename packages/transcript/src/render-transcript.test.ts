import { redactor } from '@codex-worker/core';
import { expect, test } from 'vitest';
import { renderTranscript, type TranscriptOrder } from './render-transcript.ts';
import { ledgerOf, RolloutWriter, sampleRollout } from './rollout.fixture.ts';

const key = 'sk-live-0123456789abcdef';

function pageOf(rollout: Buffer | undefined, changes: Partial<TranscriptOrder> = {}): string {
  return renderTranscript({
    thread: { kind: 'issue', number: 12 },
    repository: 'octo-org/demo',
    title: 'sum() adds up to the wrong number',
    address: 'https://github.com/octo-org/demo/issues/12',
    ledger: ledgerOf(rollout ?? Buffer.alloc(0)),
    rollout,
    redactor: redactor([key]),
    run: 'https://github.com/octo-org/demo/actions/runs/7',
    madeAt: new Date('2026-11-23T12:00:00Z'),
    ...changes,
  });
}

const wordsOf = (page: string): string =>
  page
    .replace(/<style>.*?<\/style>/s, '')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ');

test('the page tells each turn: who asked, the plan, each step, the answer', () => {
  const page = pageOf(sampleRollout());
  const words = wordsOf(page);
  for (const expected of [
    'Turn 1 ✓ answered 23 Nov 2026, 09:00 UTC',
    'A alice asked issue-12',
    'Plan 3 of 3 done ✓ done: Find sum() and its callers',
    '3 commands · 1 failed · 2 files',
    '✗ exit 1 1.3 s 162 lines of output',
    '72 lines are left out here.',
    'src/sum.ts changed +7 −3',
    'src/total.py → src/add_up.py moved',
    'Web search naming conventions for functions',
    'docs.search ✓ done',
    'Codex answered sum() subtracted.',
    'How it ended',
    'Quota exceeded. Check your plan and billing details. ',
  ]) {
    expect([expected, words.includes(expected)]).toEqual([expected, true]);
  }
  expect(page).toContain('<a href="https://github.com/octo-org/demo/issues/12#issuecomment-9911">comment-9911</a>');
  expect(page).not.toContain('/home/runner');
});

test('what Codex was told besides the request is folded', () => {
  const words = wordsOf(pageOf(sampleRollout()));
  expect(words).toContain('Can you rename total to addUp ? Everything that Codex was told Written meanwhile');
});

test('a long issue that Codex was told before leaves room for what was asked', () => {
  const about = `This conversation is about issue #12. It says:\n\n${'A long log. '.repeat(4_000)}`;
  const words = wordsOf(pageOf(new RolloutWriter().begin(`${about}\n\nThe request:\n\nTry once more`).bytes()));
  expect(words).toMatch(/UTC Try once more Everything that Codex was told This/);
  expect(words).toContain('characters more are left out here) The request: Try once more');
});

test('what Codex says on the way is told once, and is no answer', () => {
  const talk = new RolloutWriter().begin('Count').say('I look first.', 'commentary');
  expect(wordsOf(pageOf(talk.bytes()))).not.toContain('answered I look');
  const words = wordsOf(pageOf(talk.say('There are two.').end().bytes()));
  expect(words.match(/I look first\./g)).toHaveLength(1);
  expect(words).toContain('Codex answered There are two.');
});

test('pictures that Codex was shown are counted', () => {
  const page = pageOf(new RolloutWriter().begin('Look at this', 2).say('Seen.').end().bytes());
  expect(wordsOf(page)).toContain('Look at this 2 pictures were shown to Codex with it.');
  expect(page).not.toContain('/home/runner');
});

test('where no model was called, there is no plot of tokens', () => {
  const rollout = new RolloutWriter().begin('Hello').end('No network').bytes();
  for (const page of [pageOf(undefined), pageOf(rollout)]) expect(page).not.toContain('Tokens over time');
});

test('the page allows its own style and nothing else', () => {
  const page = pageOf(sampleRollout());
  expect(page).toMatch(
    /http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; base-uri 'none'; form-action 'none'"/,
  );
  expect(page).not.toMatch(/<script|<iframe|<object|<img|\ssrc=|\sstyle=|\son\w+=|@import|url\(/i);
});

test('nothing that anybody wrote is markup', () => {
  const evil = '</style></pre></code></title>"><img src=x onerror=alert(1)><script>alert(1)</script>\'';
  const rollout = new RolloutWriter()
    .begin(evil)
    .write('turn_context', { model: evil, cwd: evil })
    .plan(['completed', evil])
    .think(evil)
    .say(evil, 'commentary')
    .run(evil, evil, 1)
    .change({
      [evil]: { type: 'add', content: evil },
      'a.html': { type: 'update', unified_diff: `@@ -1 +1 @@\n-${evil}\n+${evil}\n`, move_path: evil },
    })
    .item('WebSearch', { query: evil })
    .item('McpToolCall', {
      server: evil,
      tool: evil,
      arguments: { [evil]: evil },
      error: { message: evil },
      status: 'failed',
    })
    .item(evil, {})
    .say(evil)
    .end(evil)
    .bytes();
  const ledger = ledgerOf(rollout, [{ model: evil, effort: evil, codexVersion: evil }]);
  const hostile = { ...ledger, requests: ledger.requests.map((request) => ({ ...request, author: evil })) };
  const page = pageOf(rollout, { title: evil, repository: evil, ledger: hostile });
  expect(page).not.toMatch(/<(?:script|img|iframe)/i);
  expect(page.match(/<style>/g)).toHaveLength(1);
  expect(page.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(15);
});

test('no secret of the run is on the page, however it was written', () => {
  const rollout = new RolloutWriter()
    .begin(`Use ${key}`)
    .run(
      `echo ${key}`,
      `${key}\nsk-live-\u001b[1m0123456789abcdef\n${Buffer.from(key).toString('base64')}\nghp_${'aB3'.repeat(12)}\n`,
    )
    .change({ '.env': { type: 'add', content: `KEY=${key}\n` } })
    .say(`It is ${key}.`)
    .end()
    .bytes();
  const page = pageOf(rollout, { title: `Leak ${key}` });
  expect(page).not.toMatch(/0123456789abcdef|ghp_/);
  expect(page).not.toContain(Buffer.from(key).toString('base64').slice(4, -4));
  expect(page.match(/\[redacted\]/g)?.length).toBeGreaterThan(6);
});

test('a thread without a session still has a page', () => {
  const rollout = new RolloutWriter().begin('one').bytes();
  const ledger = ledgerOf(rollout, [{ outcome: 'failed', failure: 'auth' }]);
  const [{ sessionId: _, ...turn } = { sessionId: '' }] = ledger.turns;
  const without = {
    ...ledger,
    turns: [turn as (typeof ledger.turns)[number]],
    settings: { sandbox: 'read-only' as const },
  };
  expect(wordsOf(pageOf(undefined, { ledger: without }))).toContain(
    'Codex began no session in this turn. How it ended auth',
  );
  expect(wordsOf(pageOf(undefined, { ledger: { ...ledger, turns: [], requests: [] } }))).toContain('No turn was taken');
});

test.each([
  { what: 'cut off', bytes: sampleRollout().subarray(0, -100) },
  {
    what: 'garbage',
    bytes: Buffer.from('\u0000\n{"type":"event_msg","payload":{"type":"item_completed","item":7}}\n[]\n{'),
  },
  {
    what: 'of another release',
    bytes: Buffer.from(
      '{"type":"event_msg","payload":{"type":"item_completed","item":{"type":"CommandExecution","command":7}}}\n',
    ),
  },
])('a rollout that is $what makes a page', ({ bytes }) => {
  expect(pageOf(bytes, { ledger: ledgerOf(sampleRollout()) })).toContain('</html>');
});

test('a rollout of tens of megabytes makes a page of a few, in seconds', () => {
  const writer = new RolloutWriter();
  for (let turn = 0; turn < 5; turn += 1) {
    writer.begin('Make noise');
    for (let step = 0; step < 6; step += 1)
      writer.run('make noise', 'some line of noise, <b>as long as lines are</b>\n'.repeat(20_000));
    writer
      .change({ 'big.ts': { type: 'add', content: 'export const a = "<b>";\n'.repeat(20_000) } })
      .say('x'.repeat(300_000))
      .end();
  }
  const rollout = writer.bytes();
  expect(rollout.length).toBeGreaterThan(30_000_000);
  const began = performance.now();
  const page = pageOf(rollout);
  expect(page.length).toBeLessThan(3_000_000);
  expect(performance.now() - began).toBeLessThan(10_000);
  expect(wordsOf(page)).toContain('19,910 lines are left out here.');
});
