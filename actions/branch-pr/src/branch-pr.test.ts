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
  readonly openNow?: boolean;
  readonly permissions?: Permissions;
  readonly run?: ReturnType<Stage['run']>;
}

/** The publisher's job after an agent's job that left a change. */
async function publisher(event: Event, publishing: Publishing = {}) {
  const run = publishing.run ?? stage.run(event);
  const agent = await stage.job(run, event, { name: 'agent', permissions: agentPermissions });
  await agent.use('session-restore', { thread: threadOf(event), start: 'either', ...key });
  const patch = publishing.patch === undefined ? {} : { patch: publishing.patch };
  const { openNow = false } = publishing;
  await leaveTurn(agent, threadOf(event), { text: openNow ? '' : 'I added it.', openNow, ...patch });
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

test('the branch stands in the Development panel of the issue before its first push', async () => {
  const event = await ask();
  const { outputs } = await propose(await publisher(event, { patch: adding('LINKED') }), event);
  const query = `{ repository(owner: "octo-org", name: "demo") { issue(number: ${numberOf(event)}) {
    linkedBranches(first: 9) { nodes { ref { name } } } } } }`;
  const response = await fetch(`${stage.github.api}/graphql`, {
    method: 'POST',
    headers: { authorization: `token ${stage.github.tokenFor('wanda')}` },
    body: JSON.stringify({ query }),
  });
  expect(await response.json()).toEqual({
    data: { repository: { issue: { linkedBranches: { nodes: [{ ref: { name: outputs['branch'] } }] } } } },
  });
});

test('a GitHub that links no branches gets a plain push', async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('UNLINKED') });
  stage.fault('POST', /graphql/, { status: 502 }, { times: 9 });
  const seen = await propose(job, event);
  expect(seen.golden).toMatchSnapshot();
  expect(seen.outputs['outcome']).toBe('opened');
});

test('signed: true makes a verified commit of names, modes and bytes, on top of the branch', async () => {
  const event = await ask();
  const mode = adding('run.sh', 'echo').replace('100644', '100755');
  const seen = await propose(await publisher(event, { patch: `${adding('SIGNED')}${mode}` }), event, {
    signed: 'true',
  });
  expect(seen.golden).toMatchSnapshot();
  const { branch, sha } = seen.outputs;
  const commit = await stage.call('wanda', 'GET', `/git/commits/${sha}`);
  expect(commit['verification']).toMatchObject({ verified: true });
  expect(await git('rev-parse', `${branch}`)).toBe(sha);
  expect(await git('ls-tree', `${branch}`, 'run.sh')).toMatch(/^100755 /);
  expect(await git('rev-list', '--count', `main..${branch}`)).toBe('1');
});

test('labels and reviewers are set, and what GitHub refuses is a warning', async () => {
  const event = await ask();
  const inputs = { labels: 'codex, bug', reviewers: 'wanda\nnobody-of-that-name' };
  const seen = await propose(await publisher(event, { patch: adding('EXTRAS') }), event, inputs);
  expect(seen.golden).toMatchSnapshot();
  const pull = await stage.call('wanda', 'GET', `/pulls/${seen.outputs['pr-number']}`);
  expect(pull['labels']).toMatchObject([{ name: 'codex' }, { name: 'bug' }]);
  expect(pull['requested_reviewers']).toMatchObject([{ login: 'wanda' }]);
});

test('pull-request: on-request waits for /codex pr, which opens it', async () => {
  const event = await ask();
  const inputs = { 'pull-request': 'on-request' };
  const job = await publisher(event, { patch: adding('WAITING') });
  expect((await propose(job, event, inputs)).golden).toMatchSnapshot();
  await job.use('comment-reply', { thread: threadOf(event) });
  const asked = await stage.commented(numberOf(event), '/codex pr');
  const opened = await propose(await publisher(asked, { openNow: true }), asked, inputs);
  expect(opened.golden).toMatchSnapshot();
  const pull = await stage.call('wanda', 'GET', `/pulls/${opened.outputs['pr-number']}`);
  expect(String(pull['body'])).toMatch(/^- Add a licence\n\n---/);
});

test('/codex pr without a change has nothing to open', async () => {
  const event = await ask();
  expect((await propose(await publisher(event, { openNow: true }), event)).golden).toMatchSnapshot();
});

test("base: the pull request goes there, and the branch starts there; the repository's template stands below our text", async () => {
  const main = await git('rev-parse', 'main');
  await stage.call('wanda', 'POST', '/git/refs', { ref: 'refs/heads/develop', sha: main });
  const content = Buffer.from('- [ ] I have read it\n').toString('base64');
  const file = { message: 'Add a template', content, branch: 'develop' };
  await stage.call('wanda', 'PUT', '/contents/docs/pull_request_template.md', file);
  const event = await ask();
  const { outputs } = await propose(await publisher(event, { patch: adding('BASE') }), event, { base: 'develop' });
  const pull = await stage.call('wanda', 'GET', `/pulls/${outputs['pr-number']}`);
  expect(pull).toMatchObject({ base: { ref: 'develop' }, commits: 1 });
  expect(String(pull['body'])).toMatch(/\n\nFor #\d+\n\n- \[ \] I have read it\n\n<!-- codex-worker:pull-request -->$/);
});

test("with an App's login, the pull request says nothing of checks that wait", async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('APP') });
  const { outputs } = await propose(job, event, { 'checks-wait': 'false' });
  const pull = await stage.call('wanda', 'GET', `/pulls/${outputs['pr-number']}`);
  expect(String(pull['body'])).not.toContain('checks');
});

test('the change of a deleted issue is published all the same', async () => {
  const event = await ask();
  const job = await publisher(event, { patch: adding('GONE') });
  stage.fault('POST', /graphql/, { status: 404 }, {});
  const seen = await propose(job, event);
  expect(seen.outputs['outcome']).toBe('opened');
  expect(seen.log.some((line) => line.includes('Development panel'))).toBe(true);
});
