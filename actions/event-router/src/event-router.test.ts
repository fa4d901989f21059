import { createRequire } from 'node:module';
import { openStage, permissionsOf, type Stage } from '@codex-worker/lab/stage';
import type { WebhookDefinition } from '@octokit/webhooks-examples';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

// The package is JSON, and declares itself as something else.
const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly WebhookDefinition[];

type Event = Awaited<ReturnType<Stage['opened']>>;

let stage: Stage;
let permissions: Awaited<ReturnType<typeof permissionsOf>>;
beforeAll(async () => {
  stage = await openStage({ people: [{ login: 'Codertocat', role: 'write' }] });
  permissions = await permissionsOf('codex-worker.yml', 'route');
});
beforeEach(() => stage.github.faults.clear());
afterAll(() => stage[Symbol.asyncDispose]());

interface Routing {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly permissions?: Readonly<Record<string, 'read' | 'write'>>;
  readonly attempt?: number;
}

async function route(event: Event, routing: Routing = {}) {
  const run = stage.run(event, { attempt: routing.attempt ?? 1 });
  const job = await stage.job(run, event, { name: 'route', permissions: routing.permissions ?? permissions });
  return job.use('event-router', routing.inputs ?? {});
}

const numberOf = ({ payload }: Event) => (payload['issue'] as { number: number }).number;
const issue = { title: 'Add up', body: 'Make sum() add up.' };

/** An event with the payload that GitHub documents, as if it had happened in this repository. */
function documented(name: string, action: string | undefined, changes: object = {}): Event {
  const example = examples
    .find((one) => one.name === name)
    ?.examples.find((one) => action === undefined || ('action' in one && one.action === action));
  if (!example) throw new Error(`There is no example of ${name}.${action}`);
  return {
    name,
    payload: { ...example, ...changes },
    ref: 'refs/heads/main',
    sha: '0'.repeat(40),
    actor: 'Codertocat',
    byJob: false,
  };
}

test('an issue by a writer runs, and gets 👀', async () => {
  const event = await stage.opened(issue);
  const seen = await route(event);
  expect(seen.golden).toMatchSnapshot();
  const { reactions } = await stage.call('wanda', 'GET', `/issues/${numberOf(event)}`);
  expect(reactions).toMatchObject({ eyes: 1 });
});

test('a re-run decides the same and leaves no second 👀', async () => {
  const event = await stage.opened(issue);
  const first = await route(event);
  const again = await route(event, { attempt: 2 });
  expect(again.outputs).toEqual(first.outputs);
  const { reactions } = await stage.call('wanda', 'GET', `/issues/${numberOf(event)}`);
  expect(reactions).toMatchObject({ eyes: 1 });
});

test('a comment by a writer continues the thread', async () => {
  const event = await stage.opened(issue);
  await route(event);
  expect((await route(await stage.commented(numberOf(event), 'Go on'))).golden).toMatchSnapshot();
});

test('a comment in an issue where the worker was never asked is ignored', async () => {
  const event = await stage.opened(issue, 'sam');
  expect((await route(await stage.commented(numberOf(event), 'Thanks for the report'))).golden).toMatchSnapshot();
});

test("a stranger's issue is ignored without a word to them", async () => {
  const event = await stage.opened(issue, 'sam');
  expect((await route(event)).golden).toMatchSnapshot();
  expect(Object.values(await stage.call('wanda', 'GET', `/issues/${numberOf(event)}/comments`))).toEqual([]);
});

test('a bot is ignored without a call to GitHub', async () => {
  const event = await stage.opened(issue, 'helper-bot[bot]');
  expect((await route(event)).golden).toMatchSnapshot();
});

test('a bot that allow-bots names may ask', async () => {
  const event = await stage.opened(issue, 'helper-bot[bot]');
  const { outputs } = await route(event, { inputs: { 'allow-bots': 'helper-bot[bot]' } });
  expect(outputs).toMatchObject({ decision: 'run', actor: 'helper-bot[bot]' });
});

test('a locked issue is refused', async () => {
  const event = await stage.opened(issue);
  await stage.call('olivia', 'PUT', `/issues/${numberOf(event)}/lock`, {});
  const comment = await stage.commented(numberOf(event), 'Go on');
  expect((await route(comment)).golden).toMatchSnapshot();
});

const filters = [
  { when: 'the label is missing', inputs: { 'issue-label': 'codex' }, decision: 'ignore' },
  { when: 'the title does not begin so', inputs: { 'title-prefix': '[codex]' }, decision: 'ignore' },
  { when: 'the type is another', inputs: { 'issue-types': 'Bug, Feature' }, decision: 'ignore' },
  { when: 'admin is needed', inputs: { 'minimum-permission': 'admin' }, decision: 'ignore' },
  {
    when: 'the person is allowed by name',
    inputs: { 'minimum-permission': 'admin', 'allow-users': 'WANDA' },
    decision: 'run',
  },
] as const;

test.each(filters)('when $when, the decision is $decision', async ({ inputs, decision }) => {
  const { outputs, golden } = await route(await stage.opened(issue), { inputs });
  expect(outputs['decision']).toBe(decision);
  expect(golden).toMatchSnapshot();
});

const byGitHub = [
  { name: 'issues', action: 'opened' },
  { name: 'issues', action: 'labeled' },
  { name: 'issue_comment', action: 'created' },
  { name: 'issue_comment', action: 'edited' },
  { name: 'pull_request', action: 'opened' },
  { name: 'push', action: undefined },
] as const;

test.each(byGitHub)("GitHub's own example of $name $action is routed", async ({ name, action }) => {
  const { exitCode, outputs } = await route(documented(name, action));
  expect({ exitCode, decision: outputs['decision'], reason: outputs['reason'] }).toMatchSnapshot();
});

const byHand = (inputs: object) =>
  documented('workflow_dispatch', undefined, {
    inputs,
    repository: { default_branch: 'main' },
    sender: { login: 'wanda', id: 1, type: 'User' },
  });

test('a run by hand without a thread opens an issue for its prompt, also when it is run again', async () => {
  const event = byHand({ prompt: 'Explain the repository', thread: '' });
  const run = stage.run(event);
  const job = await stage.job(run, event, { name: 'route', permissions });
  const seen = await job.use('event-router', {});
  expect(seen.golden).toMatchSnapshot();
  const again = await stage.job({ ...run, attempt: 2 }, event, { name: 'route', permissions });
  expect((await again.use('event-router', {})).outputs).toEqual(seen.outputs);
});

test('a run by hand without a prompt says so', async () => {
  expect((await route(byHand({ prompt: ' ', thread: 'issue-1' }))).golden).toMatchSnapshot();
});

test('every bad input is named in one message', async () => {
  const inputs = { 'github-token': '', 'minimum-permission': 'owner', 'bot-login': '', branch: '' };
  expect((await route(await stage.opened(issue), { inputs })).golden).toMatchSnapshot();
});

test('without issues: write the run goes on, and a warning says why there is no 👀', async () => {
  const { issues: _, ...rest } = permissions;
  expect((await route(await stage.opened(issue), { permissions: rest })).golden).toMatchSnapshot();
});

test('without pull-requests: read a comment on a pull request fails with the permission that is missing', async () => {
  const pull = await openPull();
  const { 'pull-requests': _, ...rest } = permissions;
  const comment = await stage.commented(pull, 'Go on');
  expect((await route(comment, { permissions: rest })).golden).toMatchSnapshot();
});

test("a comment on the worker's own pull request runs on its branch", async () => {
  expect((await route(await stage.commented(await openPull(), 'Go on'))).golden).toMatchSnapshot();
});

test('one bad answer of GitHub is tried again', async () => {
  stage.fault('GET', /collaborators/, { status: 502 });
  expect((await route(await stage.opened(issue))).golden).toMatchSnapshot();
});

test('a rate limit that lasts is a failure that says so', async () => {
  const reset = String(Math.floor(Date.now() / 1000) + 1800);
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset };
  stage.fault('GET', /collaborators/, { status: 403, headers, message: 'API rate limit exceeded' });
  expect((await route(await stage.opened(issue))).golden).toMatchSnapshot();
});

let pulls = 0;
async function openPull(): Promise<number> {
  pulls += 1;
  const branch = `codex/issue-1/change-${pulls}`;
  const main = await stage.call('wanda', 'GET', '/git/ref/heads/main');
  const { sha } = main['object'] as { sha: string };
  await stage.call('wanda', 'POST', '/git/refs', { ref: `refs/heads/${branch}`, sha });
  await stage.call('wanda', 'PUT', '/contents/new.txt', { message: 'Add', content: 'eA==', branch });
  const pull = await stage.call('wanda', 'POST', '/pulls', { title: 'Change', head: branch, base: 'main' });
  return Number(pull['number']);
}
