import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readDefaultBranch } from './default-branch.ts';

/** A file with an event, gone with its scope. */
async function eventFile(event: object) {
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-event-'));
  const file = path.join(folder, 'event.json');
  await writeFile(file, JSON.stringify(event));
  return { file, [Symbol.asyncDispose]: () => rm(folder, { recursive: true }) };
}

test('the event tells the default branch', async () => {
  await using event = await eventFile({ repository: { default_branch: 'trunk' } });
  expect(await readDefaultBranch(event.file, {})).toBe('trunk');
});

test('a schedule runs on the default branch, also where its event does not tell it', async () => {
  await using event = await eventFile({ schedule: '17 * * * *' });
  expect(await readDefaultBranch(event.file, { GITHUB_EVENT_NAME: 'schedule', GITHUB_REF_NAME: 'trunk' })).toBe(
    'trunk',
  );
});

test('any other event that does not tell it is none of a repository', async () => {
  await using event = await eventFile({});
  const env = { GITHUB_EVENT_NAME: 'issues', GITHUB_REF_NAME: 'feature' };
  await expect(readDefaultBranch(event.file, env)).rejects.toMatchObject({ code: 'event-unserved' });
});
