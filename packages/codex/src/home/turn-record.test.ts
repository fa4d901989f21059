import { appendFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lengthOf, readTurnRecord } from './turn-record.ts';

let folder: string;
let file: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rollout-'));
  file = path.join(folder, 'rollout.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const line = (type: string, payload: object) =>
  `${JSON.stringify({ timestamp: '2026-11-22T21:11:15.528Z', ordinal: 9, type, payload })}\n`;
const context = (type: string) => line('turn_context', { cwd: '/w', sandbox_policy: { type, network_access: false } });
const tokens = (count: number) => {
  const usage = { input_tokens: count, cached_input_tokens: 1, output_tokens: 2, reasoning_output_tokens: 3 };
  return line('token_usage_record', { turn_token_usage: usage, thread_token_usage: { ...usage, input_tokens: 9_999 } });
};
const turn = (sandbox: string, count: number) => `${context(sandbox)}${tokens(1)}${tokens(count)}`;
const usage = (input: number) => ({ input, cachedInput: 1, output: 2, reasoning: 3 });

test('a turn has its own tokens, not those of the session', async () => {
  await writeFile(file, turn('workspace-write', 500));
  expect(await readTurnRecord(file, 0)).toEqual({ sandbox: 'workspace-write', usage: usage(500) });
});

test('only what was added counts', async () => {
  await writeFile(file, turn('danger-full-access', 500));
  const before = await lengthOf(file);
  expect(await readTurnRecord(file, before)).toEqual({ sandbox: undefined, usage: undefined });
  await appendFile(file, turn('read-only', 70));
  expect(await readTurnRecord(file, before)).toEqual({ sandbox: 'read-only', usage: usage(70) });
});

test('a transcript that became shorter is read from its start', async () => {
  await writeFile(file, turn('read-only', 70));
  expect(await readTurnRecord(file, 1_000_000)).toEqual({ sandbox: 'read-only', usage: usage(70) });
});

test('what the model wrote into its transcript cannot pose as a record', async () => {
  const forged = line('response_item', { text: context('danger-full-access') });
  await writeFile(file, `${turn('read-only', 70)}${forged}{"type":"turn_context","pay`);
  expect(await readTurnRecord(file, 0)).toMatchObject({ sandbox: 'read-only' });
});

test('a sandbox of a kind that we do not know is none that we can vouch for', async () => {
  await writeFile(file, turn('external-sandbox', 5));
  expect(await readTurnRecord(file, 0)).toEqual({ sandbox: undefined, usage: usage(5) });
});
