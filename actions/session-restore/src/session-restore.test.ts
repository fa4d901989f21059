import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { leaveTurn, openStage, permissionsOf, type Stage, type StageJob } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

type Event = Awaited<ReturnType<Stage['opened']>>;

let stage: Stage;
let permissions: Awaited<ReturnType<typeof permissionsOf>>;
beforeAll(async () => {
  stage = await openStage();
  permissions = await permissionsOf('thread.yml', 'agent');
});
beforeEach(() => stage.github.faults.clear());
afterAll(() => stage[Symbol.asyncDispose]());

const key = { 'session-key': 'sk-0123456789abcdef' };
const numberOf = ({ payload }: Event) => (payload['issue'] as { number: number }).number;
const threadOf = (event: Event) => `issue-${numberOf(event)}`;
const ask = (title = 'Add up') => stage.opened({ title, body: 'Make sum() add up.' });
const reply = (event: Event, body = 'Go on', by?: string) => stage.commented(numberOf(event), body, by);

/** The agent's job of a new run of the event. */
const agent = (event: Event, changes: Parameters<Stage['run']>[1] = {}, granted = permissions) =>
  stage.job(stage.run(event, changes), event, { name: 'agent', permissions: granted });

const restore = (job: StageJob, event: Event, inputs: Readonly<Record<string, string>> = {}) =>
  job.use('session-restore', { thread: threadOf(event), ...key, ...inputs });

/** A first run of the thread up to its stored session, in the workflow and on the branch given. */
async function firstRun(event: Event, changes: Parameters<Stage['run']>[1] = {}): Promise<void> {
  const job = await agent(event, changes);
  await restore(job, event, { start: 'new' });
  await leaveTurn(job, threadOf(event), { text: 'It adds up.' });
  expect((await job.use('session-persist', { thread: threadOf(event), ...key })).exitCode).toBe(0);
}

/** What the router leaves on the first request. */
async function acknowledge(event: Event): Promise<void> {
  const job = await stage.job(stage.run(event), event, { name: 'route', permissions: { issues: 'write' } });
  expect((await job.use('event-router', {})).exitCode).toBe(0);
}

const stored = async (event: Event) => {
  const { artifacts } = await stage.call(
    'wanda',
    'GET',
    `/actions/artifacts?name=codex-worker-session-${threadOf(event)}`,
  );
  return (artifacts as readonly { readonly id: number }[]).map(({ id }) => id);
};

const stateOf = async (job: StageJob, event: Event) =>
  JSON.parse(await readFile(path.join(job.temp, 'codex-worker', threadOf(event), 'thread.json'), 'utf8'));

test('a new thread starts fresh, with the default branch in the workspace', async () => {
  const event = await ask();
  const job = await agent(event);
  expect((await restore(job, event, { start: 'new' })).golden).toMatchSnapshot();
  expect(await readFile(path.join(job.workspace, 'README.md'), 'utf8')).toBe('# Demo\n');
});

test('the workspace holds no token', async () => {
  const event = await ask();
  const job = await agent(event);
  await restore(job, event, { start: 'new' });
  const config = await readFile(path.join(job.workspace, '.git/config'), 'utf8');
  expect(config).toContain('[core]');
  // Git sends it in a header, as base64.
  const sent = Buffer.from(`x-access-token:${job.token}`).toString('base64');
  for (const trace of [job.token, sent, 'extraheader']) expect(config.toLowerCase()).not.toContain(trace.toLowerCase());
});

test('a later comment resumes the session of the first run', async () => {
  const event = await ask();
  await firstRun(event);
  const comment = await reply(event);
  const job = await agent(comment);
  expect((await restore(job, event)).golden).toMatchSnapshot();
});

/** Something that the worker says in a thread. */
async function say(event: Event, outcome: string): Promise<void> {
  const bot = await agent(event, {}, { issues: 'write' });
  const marker = `<!-- codex-worker:reply request=${threadOf(event)} outcome=${outcome} run=1.1 -->`;
  await fetch(`${stage.github.api}/repos/octo-org/demo/issues/${numberOf(event)}/comments`, {
    method: 'POST',
    headers: { authorization: `token ${bot.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ body: `Done.\n\n${marker}` }),
  });
}

test('a thread whose first run left no trace begins with its issue and all that was asked since', async () => {
  const event = await ask();
  await acknowledge(event);
  const job = await agent(await reply(event));
  expect((await restore(job, event)).golden).toMatchSnapshot();
  expect((await stateOf(job, event)).open.map(({ id }: { id: string }) => id.split('-')[0])).toEqual([
    'issue',
    'comment',
  ]);
});

test('a comment in a thread without a session is told so, and the run can end red', async () => {
  const event = await ask();
  await say(event, 'answered');
  const comment = await reply(event);
  const job = await agent(comment);
  expect((await restore(job, event)).golden).toMatchSnapshot();
  expect((await stateOf(job, event)).failure.code).toBe('session-expired');
});

test('an issue where the worker was never asked is left alone', async () => {
  const event = await stage.opened({ title: 'Add up', body: '' }, 'sam');
  expect((await restore(await agent(await reply(event)), event)).golden).toMatchSnapshot();
});

test('a session that changed in one byte is refused', async () => {
  const event = await ask();
  await firstRun(event);
  const [id] = await stored(event);
  const bytes = Buffer.from(await (await fetch(`${stage.github.api}/_lab/artifacts/${id}`)).arrayBuffer());
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 40) ^ 1, bytes.length - 40);
  await fetch(`${stage.github.api}/_lab/artifacts/${id}`, { method: 'PUT', body: bytes });
  const job = await agent(await reply(event));
  expect((await restore(job, event)).golden).toMatchSnapshot();
  expect((await stateOf(job, event)).failure.what).toMatchSnapshot();
});

test("another thread's session is refused", async () => {
  const [one, other] = [await ask(), await ask('Other')];
  await firstRun(one);
  await firstRun(other);
  const [mine] = await stored(one);
  const [theirs] = await stored(other);
  const bytes = Buffer.from(await (await fetch(`${stage.github.api}/_lab/artifacts/${theirs}`)).arrayBuffer());
  await fetch(`${stage.github.api}/_lab/artifacts/${mine}`, { method: 'PUT', body: bytes });
  const job = await agent(await reply(one));
  expect((await restore(job, one)).outputs).toMatchObject({ status: 'untrusted' });
});

const strangers = [
  { from: 'another workflow', changes: { path: '.github/workflows/other.yml' } },
  { from: 'another branch', changes: { headBranch: 'feature' } },
  { from: 'a fork', changes: { headRepository: 'mallory/demo' } },
  { from: 'a pull request event', changes: { event: 'pull_request' } },
] as const;

test.each(strangers)('a session from $from is not trusted', async ({ changes }) => {
  const event = await ask();
  await firstRun(event, changes);
  const job = await agent(await reply(event));
  expect((await restore(job, event)).outputs['status']).toBe('untrusted');
  expect((await stateOf(job, event)).failure.what.replaceAll(/\d{6,}/g, '<id>')).toMatchSnapshot();
});

test('another key opens nothing, and the message does not show it', async () => {
  const event = await ask();
  await firstRun(event);
  const job = await agent(await reply(event));
  const seen = await restore(job, event, { 'session-key': 'sk-another-key-0123456789' });
  expect(seen.outputs['status']).toBe('untrusted');
  expect(seen.log.join('\n')).not.toContain('another-key');
});

test('a re-run finds the same open requests', async () => {
  const event = await ask();
  const first = await restore(await agent(event), event, { start: 'new' });
  const again = await restore(await agent(event, { attempt: 2 }), event, { start: 'new' });
  expect(again.outputs).toEqual(first.outputs);
});

test('a thread whose requests are all answered has nothing pending', async () => {
  const event = await ask();
  await firstRun(event);
  await say(event, 'answered');
  expect((await restore(await agent(event), event)).golden).toMatchSnapshot();
});

test('a request that is named is read from GitHub, whatever the event', async () => {
  const event = await ask();
  await firstRun(event);
  const { comment } = (await reply(event)).payload as { comment: { id: number } };
  const byHand = { ...event, name: 'schedule', payload: { repository: event.payload['repository'] } };
  const job = await agent(byHand);
  const seen = await restore(job, event, { request: `comment-${comment.id}` });
  expect(seen.golden.replaceAll(String(comment.id), '<id>')).toMatchSnapshot();
  expect((await stateOf(job, event)).asker.login).toBe('wanda');
});

test.each(['comment', 'queue'])('the input request is not "%s"', async (request) => {
  const event = await ask();
  expect((await restore(await agent(event), event, { request })).outputs['failure']).toContain(
    `The input "request" is "${request}".`,
  );
});

/** A pull request of a branch with one new line. */
async function openPullRequest(): Promise<number> {
  const { object } = (await stage.call('wanda', 'GET', '/git/ref/heads/main')) as { object: { sha: string } };
  await stage.call('wanda', 'POST', '/git/refs', { ref: 'refs/heads/codex/issue-1/x', sha: object.sha });
  const branch = 'codex/issue-1/x';
  await stage.call('wanda', 'PUT', '/contents/sum.ts', { message: 'Add', content: 'eAo=', branch });
  const opened = await stage.call('wanda', 'POST', '/pulls', { head: branch, base: 'main', title: 'Add up' });
  return Number(opened['number']);
}

test('a comment on code is found in its own list, and the head of the pull request is looked up', async () => {
  const number = await openPullRequest();
  const { head } = (await stage.call('wanda', 'GET', `/pulls/${number}`)) as { head: { sha: string } };
  const place = { commit_id: head.sha, path: 'sum.ts', line: 1, side: 'RIGHT' };
  const said = await stage.call('wanda', 'POST', `/pulls/${number}/comments`, { body: 'Why?', ...place });
  const event = stage.events.findLast(({ name }) => name === 'pull_request_review_comment');
  if (!event) throw new TypeError('GitHub sends an event for each comment on code');
  const job = await agent(event);
  const seen = await job.use('session-restore', { thread: `pr-${number}`, ...key, start: 'either' });
  expect(seen.golden).toMatchSnapshot();
  expect(await readFile(path.join(job.workspace, 'sum.ts'), 'utf8')).toBe('x\n');
  const state = JSON.parse(await readFile(path.join(job.temp, 'codex-worker', `pr-${number}`, 'thread.json'), 'utf8'));
  expect(state.open).toMatchObject([{ id: `review-comment-${said['id']}`, text: 'Why?', place: { path: 'sum.ts' } }]);
});

test('what an earlier run left untracked in the workspace is gone', async () => {
  const event = await ask();
  const job = await agent(event);
  await restore(job, event, { start: 'new' });
  await writeFile(path.join(job.workspace, 'left.txt'), 'left');
  await restore(job, event, { start: 'new' });
  await expect(readFile(path.join(job.workspace, 'left.txt'), 'utf8')).rejects.toThrow('ENOENT');
});

test('every bad input is named in one message', async () => {
  const event = await ask();
  const inputs = {
    thread: 'issue-0',
    start: 'maybe',
    sandbox: 'none',
    'minimum-permission': 'owner',
    'github-token': '',
  };
  expect((await restore(await agent(event), event, inputs)).golden).toMatchSnapshot();
});

test('an event that asks for nothing is refused', async () => {
  const event = { ...(await ask()), name: 'push' };
  expect((await restore(await agent(event), event, { start: 'new' })).golden).toMatchSnapshot();
});

test.each(['issues', 'actions', 'contents'] as const)(
  'without %s: read it fails with the permission that is missing',
  async (scope) => {
    const event = await ask();
    const { [scope]: _, ...rest } = permissions;
    // In a public repository everybody reads contents.
    const seen = await restore(await agent(event, {}, rest), event, { start: 'new' });
    expect(seen.golden).toMatchSnapshot();
  },
);

test('one bad answer of GitHub is tried again', async () => {
  const event = await ask();
  stage.fault('GET', /\/actions\/artifacts/, { status: 502 });
  expect((await restore(await agent(event), event, { start: 'new' })).golden).toMatchSnapshot();
});

test('an issue that was deleted meanwhile is a failure that says so', async () => {
  const event = await ask();
  await fetch(`${stage.github.api}/_lab/issues/${numberOf(event)}/delete`, { method: 'POST' });
  expect((await restore(await agent(event), event, { start: 'new' })).golden).toMatchSnapshot();
});

test('a repository without commits is a failure that says so', async () => {
  await using empty = await openStage({ extraFiles: new Map() });
  const event = await empty.opened({ title: 'Begin', body: 'Begin.' });
  const job = await empty.job(empty.run(event), event, { name: 'agent', permissions });
  expect((await restore(job, event, { start: 'new' })).golden).toMatchSnapshot();
});
