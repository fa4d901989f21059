import { expect, test } from 'vitest';
import { newLedger } from '../ledger/ledger.ts';
import type { OutboxReply } from '../outbox/outbox.ts';
import type { Drained } from '../turn/drained.ts';
import { redactDrained } from './redact-drained.ts';
import { redactor } from './redactor.ts';

const key = 'sk-right-0123456789';
const reply = (text: string): OutboxReply => ({ requestId: 'issue-12', author: 'alice', outcome: 'answered', text });
const drained: Drained = {
  ledger: newLedger('issue-12', '2026-03-01T10:00:00Z', 'workspace-write'),
  replies: [reply(`The key is ${key}.`), reply('Done.')],
  answered: [],
  outcome: 'failed',
  failure: { code: 'auth', what: `OpenAI refused ${key}.`, fix: 'Replace it.' },
  openNow: false,
  takenBack: { commits: [], carried: false },
};

test('replies and the failure are without secrets', () => {
  const { replies, failure } = redactDrained(drained, [], redactor([key]));
  expect(replies.map(({ text }) => text)).toEqual(['The key is [redacted].', 'Done.']);
  expect(failure?.what).toBe('OpenAI refused [redacted].');
});

test('the last reply names the files that were left out', () => {
  const [first, last] = redactDrained(drained, ['a.env'], redactor([])).replies;
  expect(first?.text).not.toContain('a.env');
  expect(last?.text).toMatch(/^Done\.\n\n.*`a\.env`/);
});

test('what was left out is told outside a block that the answer leaves open', () => {
  const [told] = redactDrained({ ...drained, replies: [reply('See:\n```js\nx()')] }, ['a.env'], redactor([])).replies;
  expect(told?.text).toMatch(/^See:\n```js\nx\(\)\n```\n\n\*\*Left out.*`a\.env`/);
});

test('the last reply names the files that are too large, without secrets', () => {
  const { replies } = redactDrained(drained, [], redactor([key]), ['core.dump', `${key}.bin`]);
  expect(replies.at(-1)?.text).toMatch(/^Done\.\n\n.*`core\.dump`, `\[redacted\]\.bin`/);
});

test('of many files that were left out, the first are named', () => {
  const files = Array.from({ length: 10_000 }, (_, index) => `node_modules/${index}.js`);
  const { replies } = redactDrained(drained, files, redactor([]), files);
  const text = replies.at(-1)?.text ?? '';
  expect(text.match(/`node_modules\/19\.js` and 9980 more/g)).toHaveLength(2);
  expect(text.length).toBeLessThan(2_000);
});

test('what failed commands wrote is without secrets, and cut after that', () => {
  const output = `${'x\n'.repeat(20)}\u001b[31m${'y'.repeat(195)} ${key}\u001b[0m\n${key}`;
  const last = [1, 2, 3, 4].map((exitCode) => ({ command: `curl -H ${key}`, exitCode, output }));
  const turn = { seconds: 1, tokens: 1, failedCommands: { count: 9, last } };
  const [told] = redactDrained({ ...drained, replies: [{ ...reply('Done.'), turn }] }, [], redactor([key])).replies;
  expect(told?.turn?.failedCommands?.count).toBe(9);
  expect(told?.turn?.failedCommands?.last.map(({ exitCode }) => exitCode)).toEqual([2, 3, 4]);
  expect(told?.turn?.failedCommands?.last[0]).toEqual({
    command: 'curl -H [redacted]',
    exitCode: 2,
    output: `${'x\n'.repeat(6)}${'y'.repeat(195)} [re…\n[redacted]`,
  });
});

test('the model and the effort of a transcript are without secrets', () => {
  const turn = { seconds: 1, tokens: 1, model: key, effort: `x/${key}` };
  const [told] = redactDrained({ ...drained, replies: [{ ...reply('Done.'), turn }] }, [], redactor([key])).replies;
  expect(told?.turn).toMatchObject({ model: '[redacted]', effort: 'x/[redacted]' });
});

test('a secret in the colours that a program shows what it found in does not become whole when they are taken out', () => {
  const output = 'a.env: \u001b[31m\u001b[Ksk-\u001b[m\u001b[Kright-0123456789';
  const turn = {
    seconds: 1,
    tokens: 1,
    failedCommands: { count: 1, last: [{ command: 'grep', exitCode: 1, output }] },
  };
  const [told] = redactDrained({ ...drained, replies: [{ ...reply('Done.'), turn }] }, [], redactor([key])).replies;
  expect(told?.turn?.failedCommands?.last[0]?.output).toBe('a.env: [redacted]');
});

test('a secret with characters between that nobody sees does not become whole in a reply', () => {
  const replies = [reply(`It is ${[...key].join('\u200b')}.`)];
  expect(redactDrained({ ...drained, replies }, [], redactor([key])).replies[0]?.text).toBe('It is [redacted].');
});
