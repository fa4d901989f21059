import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { transcripts } from './transcripts.ts';

const id = '01a204d7-2660-7f73-a206-229fdbd2a2c8';
const rollout = `sessions/2026/11/22/rollout-2026-11-22T21-11-15-${id}.jsonl`;
let home: string;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'home-'));
  await mkdir(path.join(home, path.dirname(rollout)), { recursive: true });
  await writeFile(path.join(home, rollout), 'one\ntwo\n');
});
afterEach(() => rm(home, { recursive: true }));

test('a transcript has the length of its file, and a session that is not there has none', async () => {
  expect(await transcripts(home).bytes(id)).toBe(8);
  expect(await transcripts(home).bytes(id.replace('01', '02'))).toBeUndefined();
});

test('a transcript is cut to what it was', async () => {
  await transcripts(home).cut(id, 4);
  expect(await readFile(path.join(home, rollout), 'utf8')).toBe('one\n');
});

test('a transcript is never made longer', async () => {
  await expect(transcripts(home).cut(id, 9)).rejects.toMatchObject({ code: 'session-missing' });
  expect(await readFile(path.join(home, rollout), 'utf8')).toBe('one\ntwo\n');
});
