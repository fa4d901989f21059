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
beforeEach(() => {
  stage.github.faults.clear();
  stage.groups.length = 0;
});
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

const numberIn = (payload: Event['payload']) => (payload['issue'] as { number: number } | undefined)?.number ?? 0;
const numberOf = ({ payload }: Event) => numberIn(payload);

function lastOf(action: string): Event {
  const event = stage.events.findLast(({ payload }) => payload['action'] === action);
  if (!event) throw new Error(`Nothing was ${action}`);
  return event;
}
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

/** What was decided, whenever that was. */
function withoutTimes({ outputs }: { readonly outputs: Readonly<Record<string, string>> }) {
  const { timeline: _, ...decided } = outputs;
  return decided;
}

test('a re-run decides the same and leaves no second 👀', async () => {
  const event = await stage.opened(issue);
  const first = await route(event);
  const again = await route(event, { attempt: 2 });
  expect(withoutTimes(again)).toEqual(withoutTimes(first));
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
  { name: 'issues', action: 'edited' },
  { name: 'issues', action: 'labeled' },
  { name: 'issues', action: 'assigned' },
  { name: 'issue_comment', action: 'created' },
  { name: 'issue_comment', action: 'edited' },
  { name: 'pull_request_review', action: 'submitted' },
  { name: 'pull_request_review_comment', action: 'created' },
  { name: 'pull_request_review_comment', action: 'edited' },
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
  const again = await stage.job(Object.assign(run, { attempt: 2 }), event, { name: 'route', permissions });
  expect(withoutTimes(await again.use('event-router', {}))).toEqual(withoutTimes(seen));
});

test('a run by hand without a prompt says so', async () => {
  expect((await route(byHand({ prompt: ' ', thread: 'issue-1' }))).golden).toMatchSnapshot();
});

test('every bad input is named in one message', async () => {
  const inputs = { 'github-token': '', 'minimum-permission': 'owner', 'bot-login': '', branch: '' };
  expect((await route(await stage.opened(issue), { inputs })).golden).toMatchSnapshot();
});

test.each([
  { trigger: 'label', what: 'issue-label' },
  { trigger: 'assignee', what: 'assignee' },
])('trigger $trigger without $what says so', async ({ trigger }) => {
  const { exitCode, outputs } = await route(await stage.opened(issue), { inputs: { trigger } });
  expect({ exitCode, failure: outputs['failure'] }).toMatchSnapshot();
});

const mention = { trigger: 'mention' };

test('where a mention asks, other texts are for people', async () => {
  const event = await stage.opened(issue);
  expect((await route(event, { inputs: mention })).golden).toMatchSnapshot();
  const quote = await stage.commented(numberOf(event), '> @codex add up\n\nI agree');
  expect((await route(quote, { inputs: mention })).outputs['decision']).toBe('ignore');
  const asked = await stage.commented(numberOf(event), 'Over to you, @codex.');
  expect((await route(asked, { inputs: mention })).golden).toMatchSnapshot();
});

test('where a label asks, each time it is put on is a request of its own', async () => {
  const inputs = { trigger: 'label', 'issue-label': 'codex' };
  const event = await stage.opened({ ...issue, labels: ['codex'] });
  const seen = stage.events.filter(({ name, payload }) => name === 'issues' && numberIn(payload) === numberOf(event));
  const decisions = [];
  for (const one of seen) decisions.push((await route(one, { inputs })).outputs['decision']);
  expect(decisions.toSorted()).toEqual(['ignore', 'run']);
});

test('where an assignee asks, the assignment is the request', async () => {
  const event = await stage.opened(issue);
  await stage.call('wanda', 'POST', `/issues/${numberOf(event)}/assignees`, { assignees: ['wanda'] });
  const inputs = { trigger: 'assignee', assignee: 'wanda' };
  expect((await route(lastOf('assigned'), { inputs })).golden).toMatchSnapshot();
});

test('an edited comment is asked again by who edited it', async () => {
  const event = await stage.opened(issue);
  const comment = await stage.commented(numberOf(event), 'Go on');
  const { id } = comment.payload['comment'] as { id: number };
  await stage.call('olivia', 'PATCH', `/issues/comments/${id}`, { body: 'Go on, and subtract' });
  const { outputs } = await route(lastOf('edited'));
  expect(outputs).toMatchObject({ decision: 'run', actor: 'olivia', kind: 'comment' });
  expect(outputs['request-id']).toMatch(new RegExp(`^comment-${id}\\.[0-9a-f]{8}$`));
});

test('of a review and its comments, one event asks', async () => {
  const pull = await openPull();
  const comments = ['Why?', 'And here?'].map((body) => ({ path: 'new.txt', line: 1, side: 'RIGHT', body }));
  const before = stage.events.length;
  await stage.call('olivia', 'POST', `/pulls/${pull}/reviews`, { event: 'COMMENT', comments });
  const decisions = [];
  for (const event of stage.events.slice(before)) {
    const { decision, 'request-id': id, reason } = (await route(event)).outputs;
    decisions.push({
      event: event.name,
      decision,
      id: id?.replace(/\d+$/, '<id>'),
      reason: reason?.replace(/\d+/, '<id>'),
    });
  }
  expect(decisions).toMatchSnapshot();
});

test('a single comment on code asks by itself, with 👀 on it', async () => {
  const pull = await openPull();
  const comment = { path: 'new.txt', line: 1, side: 'RIGHT', body: 'Why?' };
  const before = stage.events.length;
  const head = (await stage.call('wanda', 'GET', `/pulls/${pull}`))['head'] as { sha: string };
  await stage.call('olivia', 'POST', `/pulls/${pull}/comments`, { ...comment, commit_id: head.sha });
  const decisions = [];
  for (const event of stage.events.slice(before)) decisions.push((await route(event)).golden);
  expect(decisions).toMatchSnapshot();
});

/** Another run works in the thread, and one waits. */
function hold(event: Event) {
  const other = stage.run(event);
  const member = (runId: number) => ({ runId, job: 'worker / thread', lease: 'job' }) as const;
  const pending = [member(stage.run(event).id)];
  const name = `codex-worker-issue-${numberOf(event)}`;
  stage.groups.push({ name, acquiredAt: new Date().toISOString(), holder: member(other.id), pending });
  return other;
}

const bodiesOf = async (event: Event) =>
  Object.values(await stage.call('wanda', 'GET', `/issues/${numberOf(event)}/comments`)).map(
    (comment) => (comment as { body: string }).body.split('\n')[0],
  );

test('whoever waits is told how many runs are ahead, unless that is not wanted', async () => {
  const event = await stage.opened(issue);
  hold(event);
  const comment = await stage.commented(numberOf(event), 'Go on');
  expect((await route(comment)).golden).toMatchSnapshot();
  await route(await stage.commented(numberOf(event), 'And on'), { inputs: { 'announce-queue': 'false' } });
  expect(await bodiesOf(event)).toEqual([
    'Go on',
    'Queued: 2 runs of this thread are ahead. This note goes when the answer is here.',
    'And on',
  ]);
});

test.each(['help', 'sotp', 'status', 'stop'])('/codex %s is answered at once', async (word) => {
  const event = await stage.opened(issue);
  hold(event);
  const comment = await stage.commented(numberOf(event), `/codex ${word}`);
  const granted = { ...permissions, actions: 'write' } as const;
  const seen = await route(comment, { permissions: granted });
  expect(seen.golden).toMatchSnapshot();
  const again = await route(comment, { permissions: granted });
  expect(withoutTimes(again)).toEqual(withoutTimes(seen));
  expect(await bodiesOf(event)).toHaveLength(2);
});

test('/codex stop without actions: write says which permission is missing', async () => {
  const event = await stage.opened(issue);
  hold(event);
  const comment = await stage.commented(numberOf(event), '/codex stop');
  await route(comment, { permissions: { ...permissions, actions: 'read' } });
  expect((await bodiesOf(event))[1]).toContain('Add "actions: write" to the permissions of the calling job.');
});

test('/codex stop of a stranger does nothing and says nothing', async () => {
  const event = await stage.opened(issue);
  hold(event);
  const { outputs } = await route(await stage.commented(numberOf(event), '/codex stop', 'sam'));
  expect(outputs['decision']).toBe('ignore');
  expect(await bodiesOf(event)).toHaveLength(1);
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
