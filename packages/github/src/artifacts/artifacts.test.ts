import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { demoRun, playRun } from '../demo-run.ts';
import { artifactStore } from './artifact-store.ts';
import { runArtifacts } from './run-artifacts.ts';

const session = 'codex-worker-session-issue-1';
const sealed = Buffer.from([0x43, 0x57, 0xff, 0x00, 0x0d, 0x0a]);

let github: DemoGitHub;
let clock = Date.parse('2026-11-01T10:00:00Z');
beforeAll(async () => {
  // The toolkit writes to the log as it works, and a runner would obey what it writes there.
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  github = await demoGitHub({ now: () => new Date(clock) });
  const runs = [500, 501, 502].map((id) => demoRun(id, id === 502 ? 'mallory/demo' : undefined));
  github.lab.attach({
    runs,
    dispatch: async () => [],
    cancel: () => false,
    rerun: () => false,
    concurrencyGroups: () => [],
    idle: async () => {},
  });
});
afterAll(() => github[Symbol.asyncDispose]());

/** Plays a job of a run that is a minute younger than the one before. */
function inRun(runId: number) {
  playRun(github, runId);
  clock += 60_000;
  return runArtifacts();
}

const store = () => artifactStore(github.job({ actions: 'write' }));

test('a bundle comes back byte for byte, newest first, from another run', async () => {
  const first = await inRun(500).upload(session, new Map([[session, Buffer.from('first')]]), 7);
  const second = await inRun(501).upload(session, new Map([[session, sealed]]), 7);
  await inRun(501).upload(`${session}0`, new Map([[`${session}0`, sealed]]), 7);
  expect(await store().list(session)).toEqual([
    { id: second.id, name: session, bytes: sealed.length, createdAt: '2026-11-01T10:02:00Z', runId: 501 },
    { id: first.id, name: session, bytes: 5, createdAt: '2026-11-01T10:01:00Z', runId: 500 },
  ]);
  expect(await store().download(second.id)).toEqual(new Map([[session, sealed]]));
  expect((await store().download(first.id)).get(session)?.toString()).toBe('first');
});

test('several files come back by name, in the same run and in another', async () => {
  const outbox = 'codex-worker-outbox-issue-1-500';
  const files = new Map([
    ['outbox.json', Buffer.from('{}')],
    ['change.patch', Buffer.from('caf\u00e9 🚀\r\n')],
  ]);
  const { id } = await inRun(500).upload(outbox, files, 7);
  expect(await inRun(500).downloadByName(outbox)).toEqual(new Map([...files].reverse()));
  expect(await store().download(id)).toEqual(files);
  expect(await inRun(501).downloadByName(outbox)).toBeUndefined();
});

test('a connection that breaks once, as the run reads what is its own, fails nothing', async () => {
  const name = 'codex-worker-outbox-issue-5-500';
  await inRun(500).upload(name, new Map([['outbox.json', sealed]]), 7);
  const fault = { method: 'POST', path: '/ListArtifacts$', kind: 'reset', times: 1 };
  await fetch(`${github.lab.api}/_lab/faults`, { method: 'POST', body: JSON.stringify(fault) });
  expect(await inRun(500).remove(name)).toBe(1);
});

test('the origin of an artifact is the run that made it', async () => {
  expect(await store().originOf(501)).toEqual({
    headRepositoryId: github.lab.repository.id,
    workflowPath: '.github/workflows/codex.yml',
    event: 'issue_comment',
    headBranch: 'main',
  });
  expect((await store().originOf(502))?.headRepositoryId).not.toBe(github.lab.repository.id);
  expect(await store().originOf(999)).toBeUndefined();
});

test('what was removed or expired is not listed, and removing it again is no error', async () => {
  const name = 'codex-worker-session-issue-2';
  const { id } = await inRun(500).upload(name, new Map([[name, sealed]]), 7);
  const other = await inRun(501).upload(name, new Map([[name, sealed]]), 7);
  await store().remove(id);
  await store().remove(id);
  expect((await store().list(name)).map((artifact) => artifact.id)).toEqual([other.id]);
  await fetch(`${github.lab.api}/_lab/artifacts/${other.id}/expire`, { method: 'POST' });
  expect(await store().list(name)).toEqual([]);
  await expect(store().download(other.id)).rejects.toMatchObject({ code: 'session-expired' });
  await expect(store().download(id)).rejects.toMatchObject({
    code: 'session-expired',
    what: `The artifact ${id} expired or was deleted.`,
  });
});

test('bytes that are not those of the recorded digest are refused', async () => {
  const name = 'codex-worker-session-issue-3';
  const { id } = await inRun(500).upload(name, new Map([[name, sealed]]), 7);
  const port = store();
  await port.list(name);
  await fetch(`${github.lab.api}/_lab/artifacts/${id}`, { method: 'PUT', body: 'other' });
  await expect(port.download(id)).rejects.toMatchObject({
    code: 'github-unavailable',
    what: `The artifact ${id} arrived damaged: its digest is not the one that GitHub recorded.`,
  });
});

test('a store of bytes that does not answer is told of', async () => {
  const name = 'codex-worker-session-issue-6';
  const { id } = await inRun(500).upload(name, new Map([[name, sealed]]), 7);
  // A way to the bytes that the client cannot go, so that it does not try again for half a minute.
  const effect = { kind: 'answer', status: 200, headers: {}, body: {} } as const;
  github.lab.faults.add({ method: 'GET', path: /\/zip$/, times: 1, when: 'before', effect });
  await expect(store().download(id)).rejects.toMatchObject({
    code: 'github-unavailable',
    what: expect.stringContaining(`The artifact service did not download ${id}: `),
  });
});

test('removing without the permission names it', async () => {
  const name = 'codex-worker-session-issue-4';
  const { id } = await inRun(500).upload(name, new Map([[name, sealed]]), 7);
  await expect(artifactStore(github.job({ actions: 'read' })).remove(id)).rejects.toMatchObject({
    code: 'permission-missing',
    fix: 'Add "actions: write" to the permissions of the calling job.',
  });
});

test('an artifact that cannot be uploaded is a failure with the words of the service', async () => {
  const artifacts = inRun(500);
  process.env['ACTIONS_RUNTIME_TOKEN'] = 'not-a-token';
  await expect(artifacts.upload(session, new Map([[session, sealed]]), 7)).rejects.toMatchObject({
    code: 'github-unavailable',
    what: expect.stringContaining(`The artifact service did not upload ${session}: `),
  });
});
