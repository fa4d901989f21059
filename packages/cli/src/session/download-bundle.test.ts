import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { newLedger, sealBundle } from '@codex-worker/core';
import { afterAll, expect, test } from 'vitest';
import { labRepository } from '../lab-repository.fixture.ts';
import { scratchFolder } from '../scratch-repository.fixture.ts';
import { storeArtifact } from '../stored-artifact.fixture.ts';
import { openSessionBundle } from './open-session-bundle.ts';
import { readSession } from './session-command-line.ts';

const key = 'a-session-key-of-the-tests';
let clock = Date.now();
const lab = await labRepository({ now: () => new Date(clock) }, afterAll);
const environment = { ...lab.environment, SESSION_KEY: key };

async function store(sequence: number) {
  const ledger = { ...newLedger('pr-7', '2026-03-01T10:00:00Z', 'read-only'), sequence };
  const bytes = sealBundle({ ledger, files: [] }, { repositoryId: 42, thread: 'pr-7' }, '0.169.0', key);
  await storeArtifact(
    lab.github,
    { name: 'codex-worker-session-pr-7', bytes, days: 7, runId: 500 + sequence },
    afterAll,
  );
}

function opened(args: readonly string[], env: NodeJS.ProcessEnv = environment): Promise<string> {
  const order = readSession(['open', ...args]);
  if (order.kind !== 'open-session') throw new Error('This asks for help.');
  return openSessionBundle(order, lab.folder, env);
}

test('the newest session of a thread is downloaded and opened', async () => {
  await store(1);
  clock += 60_000;
  await store(2);
  const told = await opened(['pr-7']);
  expect(told).toContain('The session of pr-7, in the repository with id 42\nBundle 2 of the thread');
  expect(await opened(['pr-7', '--repository', 'octo-org/demo'])).toBe(told);
});

test('its page leads to the GitHub that it comes from', async () => {
  const file = path.join(await scratchFolder(), 'page.html');
  await opened(['pr-7', '--html', file]);
  const link = `<a href="${lab.github.server}/octo-org/demo/pull/7">octo-org/demo#7</a>`;
  expect(await readFile(file, 'utf8')).toContain(link);
});

test('a thread without a session is told, and how to find those that have one', async () => {
  await expect(opened(['issue-8'])).rejects.toMatchObject({
    exitCode: 2,
    message:
      'The session of issue-8 in octo-org/demo is not there. List the threads that have one: codex-worker threads.',
  });
});

test('an expired session is told as such', async () => {
  clock += 8 * 86_400_000;
  await expect(opened(['pr-7'])).rejects.toThrow('The session of pr-7 in octo-org/demo has expired.');
});

test('a token that may not read artifacts is told', async () => {
  const job = { runId: 500, jobId: 2, name: 'job' };
  const token = lab.github.mintJobToken({ metadata: 'read', contents: 'read' }, job);
  await expect(opened(['pr-7'], { ...environment, GITHUB_TOKEN: token })).rejects.toThrow('Actions: read');
});
