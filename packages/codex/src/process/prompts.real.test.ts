import { beforeAll, expect, test } from 'vitest';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';

beforeAll(realBinary, 300_000);

const rules = [{ when: () => true, steps: [{ say: 'Read.' }] }];

const prompts = [
  { what: 'that begins with a dash', prompt: '-hello world' },
  { what: 'that looks like an option', prompt: '--help' },
  { what: 'that is a dash', prompt: '-' },
  { what: 'that begins with a slash', prompt: '/compact' },
  { what: 'with CRLF, emoji and right-to-left text', prompt: 'one\r\ntwo 🦊 \u202Eשלום\u202C\u2028three' },
];
test('a prompt reaches the model as it was written, whatever it looks like', async () => {
  await using codex = await openRealCodex({ rules });
  for (const { what, prompt } of prompts) {
    expect(await codex.take(prompt), `a prompt ${what}`).toMatchObject({ kind: 'answered' });
    expect(codex.model.requests.at(-1)?.request?.prompt, `a prompt ${what}`).toBe(prompt);
  }
});

test('a prompt of 1 MB reaches the model whole', async () => {
  await using codex = await openRealCodex({ rules });
  const prompt = 'word '.repeat(200_000);
  expect(await codex.take(prompt)).toMatchObject({ kind: 'answered' });
  expect(codex.model.requests.at(-1)?.request?.prompt).toHaveLength(prompt.length);
});

test('a prompt that is longer than Codex takes, or empty, starts no session', async () => {
  await using codex = await openRealCodex({ rules });
  expect(await codex.take('x'.repeat(1_100_000))).toMatchObject({ kind: 'failed', code: 'prompt-too-long' });
  expect(await codex.take('\n')).toMatchObject({ kind: 'failed', code: 'prompt-empty' });
  expect(codex.model.requests).toEqual([]);
});
