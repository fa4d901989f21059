import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { leaveTurn, openStage, permissionsOf, type Stage } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

type Event = Awaited<ReturnType<Stage['opened']>>;
type Permissions = Awaited<ReturnType<typeof permissionsOf>>;

let stage: Stage;
let agentPermissions: Permissions;
let permissions: Permissions;
beforeAll(async () => {
  stage = await openStage();
  agentPermissions = await permissionsOf('thread.yml', 'agent');
  permissions = await permissionsOf('thread.yml', 'publish');
});
beforeEach(() => {
  stage.github.faults.clear();
  stage.github.settings.allowActionsToCreatePullRequests = true;
});
afterAll(() => stage[Symbol.asyncDispose]());

const key = { 'session-key': 'sk-0123456789abcdef' };
const numberOf = ({ payload }: Event) => (payload['issue'] as { number: number }).number;
const threadOf = (event: Event) => `issue-${numberOf(event)}`;
const ask = () => stage.opened({ title: 'Add a licence', body: 'Add it.' });

/** A patch that adds one file. */
const adding = (name: string, line = 'MIT') =>
  [
    `diff --git a/${name} b/${name}`,
    'new file mode 100644',
    '--- /dev/null',
    `+++ b/${name}`,
    '@@ -0,0 +1 @@',
    `+${line}`,
    '',
  ].join('\n');

interface Publishing {
  readonly patch?: string;
  readonly permissions?: Permissions;
  readonly run?: ReturnType<Stage['run']>;
}

/** The publisher's job after an agent's job that left a change. */
async function publisher(event: Event, publishing: Publishing = {}) {
  const run = publishing.run ?? stage.run(event);
  const agent = await stage.job(run, event, { name: 'agent', permissions: agentPermissions });
  await agent.use('session-restore', { thread: threadOf(event), start: 'either', ...key });
  const patch = publishing.patch === undefined ? {} : { patch: publishing.patch };
  await leaveTurn(agent, threadOf(event), { text: 'I added it.', ...patch });
  await agent.use('session-persist', { thread: threadOf(event), ...key });
  return stage.job(run, event, { name: 'publish', permissions: publishing.permissions ?? permissions });
}

type Publisher = Awaited<ReturnType<typeof publisher>>;
const propose = (job: Publisher, event: Event, inputs: Readonly<Record<string, string>> = {}) =>
  job.use('branch-pr', { thread: threadOf(event), ...inputs });

const git = async (...args: readonly string[]) =>
  (await promisify(execFile)('git', args, { cwd: stage.github.gitFolder })).stdout.trim();

test('a change becomes one commit on a branch of its own, and a pull request', async () => {
  const event = await ask();
  const seen = await propose(await publisher(event, { patch: adding('LICENSE') }), event);
  expect(seen.golden).toMatchSnapshot();
  const branch = seen.outputs['branch'] ?? '';
  const commit = await git('log', '--format=%an <%ae>%n%n%B', `main..${branch}`);
  expect(commit.replaceAll(threadOf(event), 'issue-<n>')).toMatchSnapshot();
  const pull = await stage.call('wanda', 'GET', `/pulls/${seen.outputs['pr-number']}`);
  expect(pull).toMatchObject({ draft: false, title: 'Add a licence', base: { ref: 'main' } });
  expect(String(pull['body']).replaceAll(/#\d+/g, '#<n>')).toMatchSnapshot();
});

test('twice makes one commit and one pull request', async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('TWICE') });
  const first = await propose(job, event);
  const again = await propose(job, event);
  expect(again.outputs).toEqual(first.outputs);
  expect(again.golden).toMatchSnapshot();
  expect(await git('rev-list', '--count', `main..${first.outputs['branch']}`)).toBe('1');
  const pulls = await stage.call('wanda', 'GET', `/pulls?head=octo-org:${first.outputs['branch']}&state=all`);
  expect(Object.values(pulls)).toHaveLength(1);
});

test('a pull request whose answer got lost is found again', async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('LOST') });
  stage.fault('POST', /\/pulls$/, 'drop', { after: true });
  expect((await propose(job, event)).golden).toMatchSnapshot();
});

test('without a change no branch is made', async () => {
  const event = await ask();
  expect((await propose(await publisher(event), event)).golden).toMatchSnapshot();
});

test('without an outbox there is nothing to publish', async () => {
  const event = await ask();
  const job = await stage.job(stage.run(event), event, { name: 'publish', permissions });
  expect((await propose(job, event)).golden).toMatchSnapshot();
});

test('pull-request: never only pushes', async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('NEVER') });
  expect((await propose(job, event, { 'pull-request': 'never' })).golden).toMatchSnapshot();
});

test('draft: true opens a draft', async () => {
  const event = await ask();
  const { outputs } = await propose(await publisher(event, { patch: adding('DRAFT') }), event, { draft: 'true' });
  expect(await stage.call('wanda', 'GET', `/pulls/${outputs['pr-number']}`)).toMatchObject({ draft: true });
});

test('where Actions may not open pull requests, the branch is pushed all the same', async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('SETTING') });
  stage.github.settings.allowActionsToCreatePullRequests = false;
  expect((await propose(job, event)).golden).toMatchSnapshot();
});

test('a change that no longer fits is not pushed', async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('CONFLICT', 'ours') });
  const content = Buffer.from('theirs\n').toString('base64');
  await stage.call('wanda', 'PUT', '/contents/CONFLICT', { message: 'Theirs', content, branch: 'main' });
  expect((await propose(job, event)).golden).toMatchSnapshot();
});

test('files of workflows are left out', async () => {
  const event = await ask();
  const patch = `${adding('.github/workflows/evil.yml')}${adding('KEPT')}`;
  const seen = await propose(await publisher(event, { patch }), event);
  expect(seen.golden).toMatchSnapshot();
  expect(await git('diff', '--name-only', `main...${seen.outputs['branch']}`)).toBe('KEPT');
});

test('every bad input is named in one message', async () => {
  const event = await ask();
  const job = await stage.job(stage.run(event), event, { name: 'publish', permissions });
  const inputs = { thread: '', 'pull-request': 'perhaps', draft: 'yes', 'github-token': '' };
  expect((await propose(job, event, inputs)).golden).toMatchSnapshot();
});

test('without contents: write it fails with the permission that is missing', async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('DENIED'), permissions: { ...permissions, contents: 'read' } });
  expect((await propose(job, event)).golden).toMatchSnapshot();
});

test('without pull-requests: write it fails with the permission that is missing', async () => {
  const event = await ask();
  const { 'pull-requests': _, ...rest } = permissions;
  const job = await publisher(event, { patch: adding('NO-PULL'), permissions: rest });
  expect((await propose(job, event)).golden).toMatchSnapshot();
});

test('after a push that failed at the pull request, a re-run opens it and pushes nothing again', async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('RESUMED') });
  stage.fault('POST', /\/pulls$/, { status: 502 }, { times: 3 });
  expect((await propose(job, event)).exitCode).toBe(1);
  stage.github.faults.clear();
  const again = await propose(job, event);
  expect(again.outputs['outcome']).toBe('opened');
  expect(await git('rev-list', '--count', `main..${again.outputs['branch']}`)).toBe('1');
});
