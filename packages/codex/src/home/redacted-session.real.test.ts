import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { redactor, redactTranscript } from '@codex-worker/core';
import { beforeAll, expect, test } from 'vitest';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';
import { rolloutOf } from './sessions.ts';
import { transcripts } from './transcripts.ts';

beforeAll(realBinary, 300_000);

const key = 'sk-"live"\\0123456789abcdef';
const base64 = Buffer.from(`user:${key}`).toString('base64');
const tell = `printf '%s\\n' '${key}' '${base64}' ghp_${'aB3'.repeat(12)}`;
const rules = [
  { when: /^print/, steps: [{ run: tell }, { say: `It is ${key}.` }] },
  { when: () => true, steps: [{ say: 'Fine.' }] },
];

test('a session goes on from a transcript whose secrets were taken out, and undo still finds where its turns began', async () => {
  await using codex = await openRealCodex({ rules });
  const { sessionId = '' } = await codex.take('one');
  const before = await transcripts(codex.home).bytes(sessionId);
  await codex.take(`print ${key}`, { sessionId });
  const file = path.join(codex.home, (await rolloutOf(codex.home, sessionId))?.path ?? '');
  const bytes = await readFile(file);
  expect(bytes.includes('0123456789abcdef')).toBe(true);

  const clean = redactTranscript(bytes, redactor([key]));
  for (const secret of ['0123456789abcdef', 'ghp_', Buffer.from('0123456789a').toString('base64').slice(2, -2)]) {
    expect(clean.includes(secret)).toBe(false);
  }
  expect(clean.length).toBe(bytes.length);
  await writeFile(file, clean);

  expect(await codex.take('three', { sessionId })).toMatchObject({ kind: 'answered', sessionId });
  const asked = codex.model.requests.at(-1)?.request?.prompts;
  expect(asked).toEqual(['one', 'print [redacted]', 'three']);
  await transcripts(codex.home).cut(sessionId, before ?? 0);
  expect(await codex.take('four', { sessionId })).toMatchObject({ kind: 'answered', sessionId });
  expect(codex.model.requests.at(-1)?.request?.prompts).toEqual(['one', 'four']);
});
