import { readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { readSessions, rolloutOf } from '../home/sessions.ts';
import { transcripts } from '../home/transcripts.ts';
import { openRealCodex, realBinary } from '../real-codex.fixture.ts';

beforeAll(realBinary, 300_000);

const rules = [
  { when: /^write/, steps: [{ run: 'echo hello > hello.txt && ls' }, { say: 'Written.' }] },
  { when: /^sleep/, steps: [{ run: 'echo begun > begun.txt; sleep 30' }, { say: 'Slept.' }] },
  { when: () => true, steps: (prompt: string) => [{ say: `You said ${prompt.length} characters.` }] },
];

test('a first turn answers, changes the workspace, and says its tokens and its sandbox', async () => {
  await using codex = await openRealCodex({ rules });
  const end = await codex.take('write hello');
  expect(end).toMatchObject({ kind: 'answered', finalMessage: 'Written.', sandbox: 'workspace-write' });
  expect(end.kind === 'answered' && end.usage?.input).toBeGreaterThan(1_000);
  expect(await readFile(path.join(codex.workspace, 'hello.txt'), 'utf8')).toBe('hello\n');
});

test('a turn tells its model, its effort and the commands that failed', async () => {
  const steps = [{ run: 'echo red; exit 3' }, { run: 'true' }, { say: 'Tried.' }];
  await using codex = await openRealCodex({ rules: [{ when: () => true, steps }] });
  const end = await codex.take('try', { effort: 'high' });
  expect(end.account).toMatchObject({
    model: 'gpt-5.5',
    effort: 'high',
    failedCommands: {
      count: 1,
      last: [{ command: 'echo red; exit 3', exitCode: 3, output: expect.stringMatching(/red\n$/) }],
    },
  });
  expect(end.account?.usage?.input).toBeGreaterThan(1_000);
});

test('a second turn resumes the same session, in the same sandbox, with tokens of its own', async () => {
  await using codex = await openRealCodex({ rules });
  const first = await codex.take('one', { sandbox: 'read-only' });
  const second = await codex.take('two', { sandbox: 'read-only', sessionId: first.sessionId });
  expect(first).toMatchObject({ kind: 'answered', sandbox: 'read-only' });
  expect(second).toMatchObject({ kind: 'answered', sandbox: 'read-only', sessionId: first.sessionId });
  expect(codex.model.requests.at(-1)?.request?.prompts).toEqual(['one', 'two']);
  expect(await readSessions(codex.home)).toHaveLength(1);
});

test('a session goes on when nothing but its transcript was kept', async () => {
  await using codex = await openRealCodex({ rules });
  const first = await codex.take('one');
  await forget(codex.home);
  expect(await codex.take('two', { sessionId: first.sessionId })).toMatchObject({
    kind: 'answered',
    sessionId: first.sessionId,
  });
});

const homes = [
  { where: 'on the machine that took it', fresh: false },
  { where: 'on another machine, with nothing but the transcript', fresh: true },
];
for (const { where, fresh } of homes) {
  test(`a session that is cut back to before its last turn goes on as if there had been none, ${where}`, async () => {
    await using codex = await openRealCodex({ rules });
    const { sessionId = '' } = await codex.take('one');
    const { bytes, cut } = transcripts(codex.home);
    const before = (await bytes(sessionId)) ?? 0;
    await codex.take('write more', { sessionId });
    await cut(sessionId, before);
    if (fresh) await forget(codex.home);
    expect(await codex.take('three', { sessionId })).toMatchObject({ kind: 'answered', sessionId });
    expect(codex.model.requests.at(-1)?.request?.prompts).toEqual(['one', 'three']);
    expect(await codex.take('four', { sessionId })).toMatchObject({ kind: 'answered', sessionId });
    expect(codex.model.requests.at(-1)?.request?.prompts).toEqual(['one', 'three', 'four']);
  });
}

test('a plan reads only, and what carries it out in the same session may write', async () => {
  await using codex = await openRealCodex({ rules });
  const plan = await codex.take('write a plan', { sandbox: 'read-only' });
  expect(plan).toMatchObject({ kind: 'answered', sandbox: 'read-only' });
  expect(await readdir(codex.workspace)).not.toContain('hello.txt');
  const { sessionId } = plan;
  const go = await codex.take('write it', { sandbox: 'workspace-write', sessionId });
  expect(go).toMatchObject({ kind: 'answered', sandbox: 'workspace-write', sessionId });
  expect(await readdir(codex.workspace)).toContain('hello.txt');
});

const ids = [
  { what: 'an id that nobody has', id: '01a204d7-2660-7f73-a206-229fdbd2a2c8' },
  { what: 'an empty id', id: '' },
  { what: 'an option in the place of an id', id: '--last' },
];
for (const { what, id } of ids) {
  test(`${what} starts no session`, async () => {
    await using codex = await openRealCodex({ rules });
    expect(await codex.take('one', { sessionId: id })).toMatchObject({ kind: 'failed', code: 'session-missing' });
    expect(codex.model.requests).toEqual([]);
  });
}

test('a turn that is cancelled in the middle of a command ends at once, and its session goes on', async () => {
  await using codex = await openRealCodex({ rules });
  const cancel = new AbortController();
  const turn = codex.take('sleep', {}, cancel.signal);
  await until(() => codex.events.some(({ kind }) => kind === 'command-started'));
  const asked = performance.now();
  cancel.abort();
  const end = await turn;
  expect(performance.now() - asked).toBeLessThan(5_000);
  expect(end).toMatchObject({ kind: 'cancelled', sessionId: expect.any(String) });
  expect(await codex.take('go on', { sessionId: end.sessionId })).toMatchObject({
    kind: 'answered',
    sessionId: end.sessionId,
  });
});

test('a turn that was cancelled before it began makes no session', async () => {
  await using codex = await openRealCodex({ rules });
  expect(await codex.take('one', {}, AbortSignal.abort())).toEqual({ kind: 'cancelled', sessionId: undefined });
  expect(await readSessions(codex.home)).toEqual([]);
});

test('the transcript of another session under the stored id is refused before anything is asked', async () => {
  await using codex = await openRealCodex({ rules });
  const { sessionId = '' } = await codex.take('one');
  const stored = '01a204d7-2660-7f73-a206-229fdbd2a2c8';
  const rollout = path.join(codex.home, (await rolloutOf(codex.home, sessionId))?.path ?? '');
  await rename(rollout, rollout.replace(sessionId, stored));
  expect(await codex.take('two', { sessionId: stored })).toMatchObject({
    kind: 'failed',
    code: 'session-mismatch',
    detail: `The transcript under the id ${stored} is that of the session ${sessionId}.`,
  });
  expect(codex.model.requests).toHaveLength(1);
});

/** Leaves of Codex's home what a bundle holds, and this run's settings. */
async function forget(home: string): Promise<void> {
  for (const name of await readdir(home)) {
    if (name !== 'sessions' && name !== 'config.toml') await rm(path.join(home, name), { recursive: true });
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}
