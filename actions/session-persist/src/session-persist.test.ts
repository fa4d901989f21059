import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type LeftTurn, leaveTurn, openStage, permissionsOf, type Stage, type StageJob } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

type Event = Awaited<ReturnType<Stage['opened']>>;
type Permissions = Awaited<ReturnType<typeof permissionsOf>>;

let stage: Stage;
let agentPermissions: Permissions;
let publishPermissions: Permissions;
beforeAll(async () => {
  stage = await openStage();
  agentPermissions = await permissionsOf('thread.yml', 'agent');
  publishPermissions = await permissionsOf('thread.yml', 'publish');
});
beforeEach(() => stage.github.faults.clear());
afterAll(() => stage[Symbol.asyncDispose]());

const key = { 'session-key': 'sk-0123456789abcdef' };
const threadOf = ({ payload }: Event) => `issue-${(payload['issue'] as { number: number }).number}`;
const ask = () => stage.opened({ title: 'Add up', body: 'Make sum() add up.' });
const turn: LeftTurn = { text: 'It adds up.' };

/** An agent's job in which the steps before session-persist are done. */
async function afterTurn(event: Event, run = stage.run(event), left = turn): Promise<StageJob> {
  const job = await stage.job(run, event, { name: 'agent', permissions: agentPermissions });
  await job.use('session-restore', { thread: threadOf(event), start: 'either', ...key });
  await leaveTurn(job, threadOf(event), left);
  return job;
}

const keep = (job: StageJob, event: Event, inputs: Readonly<Record<string, string>> = {}) =>
  job.use('session-persist', { thread: threadOf(event), ...key, ...inputs });

const artifacts = async () => {
  const { artifacts: all } = await stage.call('wanda', 'GET', '/actions/artifacts?per_page=100');
  return (all as readonly { readonly name: string; readonly workflow_run: { readonly id: number } }[]).map(
    ({ name, workflow_run: { id } }) => `${name.replace(String(id), '<run>')} of ${id}`,
  );
};
const artifactsOf = async (event: Event) =>
  (await artifacts()).filter((name) => new RegExp(`${threadOf(event)}\\b`).test(name));

test('outbox and session are uploaded, in this order', async () => {
  const event = await ask();
  const job = await afterTurn(event);
  expect((await keep(job, event)).golden).toMatchSnapshot();
  const all = (await artifactsOf(event)).map((name) => name.replaceAll(/\d+/g, '<n>'));
  // The newest comes first.
  expect(all).toEqual(['codex-worker-session-issue-<n> of <n>', 'codex-worker-outbox-issue-<n>-<run> of <n>']);
});

test('the stored session shows nothing of what was said', async () => {
  const event = await ask();
  const { outputs } = await keep(await afterTurn(event), event);
  const bytes = Buffer.from(
    await (await fetch(`${stage.github.api}/_lab/artifacts/${outputs['artifact-id']}`)).arrayBuffer(),
  );
  expect(bytes.subarray(0, 8).toString()).toBe('CODEXWRK');
  expect(bytes.includes('session_meta')).toBe(false);
  expect(bytes.length).toBe(Number(outputs['size']));
});

test('without a turn there is nothing to keep', async () => {
  const event = await ask();
  const job = await stage.job(stage.run(event), event, { name: 'agent', permissions: agentPermissions });
  expect((await keep(job, event)).golden).toMatchSnapshot();
});

test('on a machine that is kept, what an earlier run left in the state directory is none of this one', async () => {
  const earlier = await ask();
  const { temp } = await afterTurn(earlier);
  const event = await ask();
  const job = await stage.job(stage.run(event), event, { name: 'agent', permissions: agentPermissions });
  const place = { 'state-dir': path.join(temp, 'codex-worker', threadOf(earlier)) };
  await job.use('session-restore', { thread: threadOf(event), start: 'either', ...key, ...place });
  // Codex could not be started: no turn was recorded.
  const { outputs, log } = await keep(job, event, place);
  expect(outputs).toMatchObject({ outbox: 'false' });
  expect(log).toContain('No turn was recorded: there is nothing to keep.');
  expect(await artifactsOf(event)).toEqual([]);
});

test('keeping twice in one attempt of a run ends with GitHub saying that it is there already', async () => {
  const event = await ask();
  const job = await afterTurn(event);
  await keep(job, event);
  expect((await keep(job, event)).golden).toMatchSnapshot();
});

test('a re-run keeps its own', async () => {
  const event = await ask();
  const run = stage.run(event);
  expect((await keep(await afterTurn(event, run), event)).log.join('\n')).toContain('The session is sealed');
  run.attempt = 2;
  expect((await keep(await afterTurn(event, run), event)).log.join('\n')).toContain('The session is sealed');
});

test('without a key the session is not stored, and the run fails', async () => {
  const event = await ask();
  expect((await keep(await afterTurn(event), event, { 'session-key': '' })).golden).toMatchSnapshot();
});

test('a state that cannot be read names the file', async () => {
  const event = await ask();
  const job = await afterTurn(event);
  await writeFile(path.join(job.temp, 'codex-worker', threadOf(event), 'turns.json'), '{');
  expect((await keep(job, event)).golden).toMatchSnapshot();
});

test('every bad input is named in one message', async () => {
  const event = await ask();
  const job = await stage.job(stage.run(event), event, { name: 'agent', permissions: agentPermissions });
  const inputs = {
    thread: 'twelve',
    operation: 'delete',
    'retention-days': '0',
    'github-token': '',
  };
  expect((await keep(job, event, inputs)).golden).toMatchSnapshot();
});

test('an artifact service that refuses is a failure that says so', async () => {
  const event = await ask();
  const job = await afterTurn(event);
  stage.fault('POST', /ArtifactService\/CreateArtifact/, {
    status: 403,
    message: 'Artifact storage quota has been hit',
  });
  expect((await keep(job, event)).golden).toMatchSnapshot();
});

test('keeping works with a token that may do nothing', async () => {
  const event = await ask();
  const run = stage.run(event);
  const job = await afterTurn(event, run);
  const bare = await stage.job(run, event, { name: 'other', permissions: {} });
  const seen = await bare.use('session-persist', {
    thread: threadOf(event),
    ...key,
    'state-dir': path.join(job.temp, 'codex-worker', threadOf(event)),
  });
  expect(seen.outputs).toMatchObject({ outbox: 'true' });
  expect(seen.requests).toEqual([]);
});

/** Two runs of a thread, each kept; answers the publisher's job of the second. */
async function twoRuns(event: Event, permissions = publishPermissions) {
  await keep(await afterTurn(event), event);
  const run = stage.run(event);
  await keep(await afterTurn(event, run), event);
  return stage.job(run, event, { name: 'publish', permissions });
}

const prune = (job: StageJob, event: Event) =>
  job.use('session-persist', { thread: threadOf(event), operation: 'prune' });

test('in a repository that is not public, the turns can be read as a page, whose address is an output', async () => {
  const event = await ask();
  const repository = { ...(event.payload['repository'] as object), private: true, visibility: 'private' };
  const priv = { ...event, payload: { ...event.payload, repository } };
  const job = await afterTurn(priv);
  const { outputs, requests } = await keep(job, priv);
  const url = outputs['transcript-url'] ?? '';
  expect(url).toMatch(new RegExp(`/actions/runs/${job.run.id}/artifacts/\\d+$`));
  expect(requests).toEqual([]);
  const page = await (await fetch(`${stage.github.api}/_lab/artifacts/${url.split('/').at(-1)}`)).text();
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain('Add up');
  expect((await artifactsOf(priv))[0]).toBe(`codex-worker-transcript-${threadOf(priv)}.html of ${job.run.id}`);
});

test.each([
  { choice: 'auto', made: false },
  { choice: 'never', made: false },
  { choice: 'always', made: true },
])('in a public repository, transcript: $choice makes a page: $made', async ({ choice, made }) => {
  const event = await ask();
  const { outputs } = await keep(await afterTurn(event), event, { transcript: choice });
  expect(outputs['transcript-url'] !== undefined).toBe(made);
});

test('a page that cannot be uploaded is a warning, and all else is kept', async () => {
  const event = await ask();
  const job = await afterTurn(event);
  await keep(job, event, { transcript: 'always' });
  const { artifacts: all } = await stage.call('wanda', 'GET', '/actions/artifacts?per_page=100');
  // The page's name is taken now, and the others are free again.
  for (const { id, name } of all as readonly { readonly id: number; readonly name: string }[]) {
    if (name.includes(threadOf(event)) && !name.endsWith('.html'))
      await stage.call('wanda', 'DELETE', `/actions/artifacts/${id}`);
  }
  const { log, outputs, exitCode } = await keep(job, event, { transcript: 'always' });
  expect({ exitCode, outbox: outputs['outbox'], url: outputs['transcript-url'] }).toEqual({
    exitCode: 0,
    outbox: 'true',
    url: undefined,
  });
  expect(log.join('\n')).toContain('The transcript was not made: The artifact service did not upload');
});

test('pruning leaves the newest session, and the outboxes that nobody has published', async () => {
  const event = await ask();
  const job = await twoRuns(event);
  expect((await prune(job, event)).golden).toMatchSnapshot();
  const left = (await artifactsOf(event)).map((name) => name.replace(/ of .*/, ''));
  expect(left.map((name) => name.replace(/issue-\d+/, 'issue-<n>'))).toMatchSnapshot();
});

test('pruning takes the outbox away once comment-reply has published it', async () => {
  const event = await ask();
  const job = await twoRuns(event);
  await job.use('branch-pr', { thread: threadOf(event) });
  await job.use('comment-reply', { thread: threadOf(event) });
  await prune(job, event);
  const left = await artifactsOf(event);
  expect(left.filter((name) => name.includes('outbox') && name.endsWith(` of ${job.run.id}`))).toEqual([]);
  expect(left.filter((name) => name.includes('session'))).toEqual([
    `codex-worker-session-${threadOf(event)} of ${job.run.id}`,
  ]);
});

test('a choice that is none fails the run, once all is kept', async () => {
  const event = await ask();
  const { log, outputs, exitCode } = await keep(await afterTurn(event), event, { transcript: 'sometimes' });
  expect({ exitCode, outbox: outputs['outbox'], kept: outputs['artifact-id'] !== undefined }).toEqual({
    exitCode: 1,
    outbox: 'true',
    kept: true,
  });
  expect(log.join('\n')).toContain('The input "transcript" is "sometimes". Write one of auto, always, never.');
});

test('pruning leaves the newest page, and deletes none in the turn that opened a pull request', async () => {
  const event = await ask();
  const inputs = { transcript: 'always' };
  await keep(await afterTurn(event), event, inputs);
  const next = await stage.commented(Number(threadOf(event).slice('issue-'.length)), 'Go on.', 'olivia');
  const run = stage.run(next);
  await keep(await afterTurn(next, run), next, inputs);
  const job = await stage.job(run, next, { name: 'publish', permissions: publishPermissions });
  const pages = async () => (await artifactsOf(event)).filter((name) => name.includes('transcript'));
  const folder = path.join(job.temp, 'codex-worker', threadOf(event));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'proposal.json'), JSON.stringify({ kind: 'opened' }));
  await job.use('session-persist', { thread: threadOf(event), operation: 'prune', ...inputs });
  expect(await pages()).toHaveLength(2);
  await rm(path.join(folder, 'proposal.json'));
  await job.use('session-persist', { thread: threadOf(event), operation: 'prune', ...inputs });
  expect(await pages()).toEqual([`codex-worker-transcript-${threadOf(event)}.html of ${run.id}`]);
});

test('pruning twice finds nothing more', async () => {
  const event = await ask();
  const job = await twoRuns(event);
  await prune(job, event);
  const { log, exitCode } = await prune(job, event);
  expect({ log, exitCode }).toEqual({ log: ['0 artifacts pruned.'], exitCode: 0 });
});

test('pruning without actions: write fails with the permission that is missing', async () => {
  const event = await ask();
  const job = await twoRuns(event, { ...publishPermissions, actions: 'read' });
  expect((await prune(job, event)).golden).toMatchSnapshot();
});

test('a run that did not make the newest session deletes none', async () => {
  const event = await ask();
  const old = stage.run(event);
  await keep(await afterTurn(event, old), event);
  await twoRuns(event);
  const job = await stage.job(old, event, { name: 'publish', permissions: publishPermissions });
  expect((await prune(job, event)).log).toEqual(['0 artifacts pruned.']);
});

test('what was kept comes back as it was', async () => {
  const event = await ask();
  const job = await afterTurn(event);
  await keep(job, event);
  const home = path.join(job.temp, 'codex-worker', threadOf(event), 'codex-home');
  await rm(home, { recursive: true });
  const later = await stage.job(stage.run(event), event, { name: 'agent', permissions: agentPermissions });
  await later.use('session-restore', { thread: threadOf(event), ...key });
  const rollout = 'sessions/2026/11/22/rollout-2026-11-22T10-00-00-019a9b1c-0000-7000-8000-0000000000ab.jsonl';
  const restored = path.join(later.temp, 'codex-worker', threadOf(event), 'codex-home', rollout);
  expect(await readFile(restored, 'utf8')).toContain(threadOf(event));
});
