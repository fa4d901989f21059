import { beforeAll, expect, test } from 'vitest';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';

beforeAll(realBinary, 300_000);

const rules = [
  {
    when: /^quota/,
    steps: [{ fail: { status: 429, code: 'insufficient_quota', message: 'You exceeded your quota.' } }],
  },
  { when: /^limit/, steps: [{ fail: { status: 429, message: 'Slow down.' } }] },
  { when: /^broken/, steps: [{ fail: { status: 503, message: 'Overloaded.' } }] },
  { when: /^bad/, steps: [{ fail: { status: 400, code: 'unsupported_value', message: 'Unsupported value.' } }] },
  {
    when: /^long/,
    steps: [{ failed: { code: 'context_length_exceeded', message: 'Your input exceeds the context window.' } }],
  },
  { when: /^cut/, steps: [{ say: 'I begin', commentary: true }, { cut: true }] },
  { when: /^hang/, steps: [{ hang: true }] },
  { when: () => true, steps: [{ say: 'Fine.' }] },
] as const;

const failures = [
  { prompt: 'quota', code: 'quota' },
  { prompt: 'limit', code: 'rate-limit' },
  { prompt: 'broken', code: 'server-error' },
  { prompt: 'bad', code: 'invalid-request', detail: 'Unsupported value.' },
  { prompt: 'long', code: 'context-overflow' },
  { prompt: 'cut', code: 'network' },
];
test('failures of OpenAI are told apart, and the session survives each of them', async () => {
  await using codex = await openRealCodex({ rules });
  let sessionId: string | undefined;
  for (const { prompt, ...expected } of failures) {
    const end = await codex.take(prompt, { sessionId });
    expect(end).toMatchObject({ kind: 'failed', ...expected });
    sessionId ??= end.sessionId;
    expect(end.sessionId).toBe(sessionId);
  }
  expect(await codex.take('and now?', { sessionId })).toMatchObject({ kind: 'answered', sessionId });
});

test('a wrong key is a matter of the key', async () => {
  await using codex = await openRealCodex({ rules, key: 'sk-wrong' });
  expect(await codex.take('hello')).toMatchObject({
    kind: 'failed',
    code: 'auth',
    detail: 'unexpected status 401 Unauthorized: Incorrect API key provided.',
  });
});

test('an unknown model is named', async () => {
  await using codex = await openRealCodex({ rules });
  expect(await codex.take('hello', { model: 'gpt-none' })).toMatchObject({
    kind: 'failed',
    code: 'model-unknown',
    detail: expect.stringContaining('gpt-none'),
  });
});

test('a connection that is refused ends the turn, as a matter of the network', async () => {
  await using codex = await openRealCodex({ rules, upstream: 'http://127.0.0.1:9/v1/responses' });
  expect(await codex.take('hello')).toMatchObject({ kind: 'failed', code: 'network' });
});

test('a model that falls silent ends the turn after the idle time', async () => {
  await using codex = await openRealCodex({ rules, patience: { wallMinutes: 1, idleMinutes: 0.02 } });
  const end = await codex.take('hang');
  expect(end).toMatchObject({ kind: 'timed-out', after: 'idle', minutes: 0.02, sessionId: expect.any(String) });
  expect(await codex.take('go on', { sessionId: end.sessionId })).toMatchObject({ kind: 'answered' });
});
