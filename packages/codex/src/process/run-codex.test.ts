import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { jobUser } from '../user/job-user.ts';
import type { CodexEvent } from './event.ts';
import { type CodexRun, runCodex } from './run-codex.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'run-codex-'));
});
afterEach(() => rm(folder, { recursive: true }));

const session = '{"type":"thread.started","thread_id":"other"}';
const completed = '{"type":"turn.completed"}';

/** A program in the place of Codex, for what the real one seldom does. */
async function runOf(script: string, changes: Partial<CodexRun> = {}): Promise<CodexRun & { events: CodexEvent[] }> {
  const binary = path.join(folder, 'codex');
  await writeFile(binary, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const events: CodexEvent[] = [];
  return {
    binary,
    args: ['exec'],
    workspace: folder,
    environment: { PATH: process.env['PATH'] },
    prompt: 'x',
    patience: { wallMinutes: 1, idleMinutes: 1 },
    signal: new AbortController().signal,
    user: jobUser,
    onStart: () => undefined,
    onEvent: (event) => {
      events.push(event);
      return 'go-on';
    },
    events,
    ...changes,
  };
}

test('a session that is not the one that was asked for is stopped as soon as it names itself', async () => {
  const run = await runOf(`echo '${session}'; exec sleep 20`, { onEvent: () => 'wrong-session' });
  expect(await runCodex(run)).toMatchObject({ stopped: 'wrong-session', exit: 'signal SIGINT' });
});

test('a process that does not heed the interrupt is killed after four seconds, with its group', async () => {
  const started = performance.now();
  const run = await runOf(`trap '' INT; echo '${session}'; sleep 20 & wait; sleep 20`, {
    onEvent: () => 'wrong-session',
  });
  expect(await runCodex(run)).toMatchObject({ exit: 'signal SIGKILL' });
  expect(performance.now() - started).toBeLessThan(4_900);
}, 10_000);

test('a program that was left running and holds the output open does not hold up the end', async () => {
  const started = performance.now();
  const run = await runOf(`setsid sleep 8 & echo '${completed}'`);
  expect(await runCodex(run)).toMatchObject({ code: 0, stopped: undefined });
  expect(run.events).toEqual([{ kind: 'turn-completed' }]);
  expect(performance.now() - started).toBeLessThan(6_000);
});

test('a binary that is not there is an end, not a crash of ours', async () => {
  const run = await runOf('', { binary: path.join(folder, 'nothing') });
  expect(await runCodex(run)).toMatchObject({ code: null, exit: expect.stringContaining('ENOENT') });
});

test('a process that does not read its prompt ends as it says', async () => {
  const run = await runOf('echo "Error: no" >&2; exit 3', { prompt: 'x'.repeat(1_000_000) });
  expect(await runCodex(run)).toMatchObject({ code: 3, stderr: 'Error: no\n' });
});
