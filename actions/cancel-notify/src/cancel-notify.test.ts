import { leaveTurn, openStage, permissionsOf, recordJob, type Stage } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

type Event = Awaited<ReturnType<Stage['opened']>>;
type Run = ReturnType<Stage['run']>;

let stage: Stage;
let permissions: Awaited<ReturnType<typeof permissionsOf>>;
beforeAll(async () => {
  stage = await openStage();
  permissions = await permissionsOf('codex-worker.yml', 'notify');
});
beforeEach(() => stage.github.faults.clear());
afterAll(() => stage[Symbol.asyncDispose]());

const numberOf = ({ payload }: Event) => (payload['issue'] as { number: number }).number;
const threadOf = (event: Event) => `issue-${numberOf(event)}`;
const ask = () => stage.opened({ title: 'Explain', body: 'What is it?' });
const needs = (thread: string) =>
  JSON.stringify({ route: { result: 'success', outputs: { decision: 'run' } }, thread: { result: thread } });

type Ended = 'cancelled' | 'failure' | 'success' | null;

interface Stopped {
  readonly job?: string | undefined;
  /** The step that the job was at, and how it ended. */
  readonly step?: string | undefined;
  readonly ended?: Ended | undefined;
  readonly secondsFromNow?: number | undefined;
}

/** Jobs as the API tells them; this one took these minutes, or never got a runner. */
function recordAgent(
  run: Run,
  conclusion: 'cancelled' | 'failure' | 'success',
  minutes: number | undefined,
  stopped: Stopped = {},
) {
  const { job = 'agent', step, ended = conclusion, secondsFromNow = 0 } = stopped;
  const end = Date.now() + secondsFromNow * 1000;
  const startedAt = minutes === undefined ? null : new Date(end - minutes * 60_000).toISOString();
  const completedAt = new Date(end).toISOString();
  const steps = step
    ? [
        {
          number: 1,
          name: `Run $/actions/${step}`,
          status: 'completed' as const,
          conclusion: ended,
          startedAt,
          completedAt,
        },
      ]
    : [];
  recordJob(run, { name: `worker / thread / ${job}`, conclusion, startedAt, completedAt, steps });
}

async function tell(event: Event, run: Run, inputs: Readonly<Record<string, string>> = {}, granted = permissions) {
  const job = await stage.job(run, event, { name: 'notify', permissions: granted });
  const all = { thread: threadOf(event), 'request-id': threadOf(event), needs: needs('cancelled'), ...inputs };
  return job.use('cancel-notify', all);
}

const bodies = async (event: Event) => {
  const comments = Object.values(await stage.call('wanda', 'GET', `/issues/${numberOf(event)}/comments`));
  return comments.map((comment) =>
    (comment as { body: string }).body
      .replaceAll(/\b9000\d{6}\b/g, '<run>')
      .replaceAll(/issue-\d+/g, 'issue-<n>')
      .replaceAll(stage.github.server, '<server>'),
  );
};

interface Case extends Stopped {
  readonly what: string;
  readonly conclusion: 'cancelled' | 'failure';
  readonly minutes: number | undefined;
  readonly result: string;
}
const cases: readonly Case[] = [
  { what: 'cancelled before it started', conclusion: 'cancelled', minutes: undefined, result: 'cancelled' },
  {
    what: 'cancelled before Codex began',
    conclusion: 'cancelled',
    minutes: 1,
    step: 'session-restore',
    result: 'cancelled',
  },
  { what: 'cancelled while Codex worked', conclusion: 'cancelled', minutes: 3, step: 'codex-run', result: 'cancelled' },
  {
    what: 'cancelled while it published',
    conclusion: 'cancelled',
    minutes: 1,
    job: 'publish',
    step: 'comment-reply',
    result: 'cancelled',
  },
  { what: 'over its time', conclusion: 'cancelled', minutes: 61, step: 'codex-run', result: 'cancelled' },
  {
    what: 'over its time as it published',
    conclusion: 'cancelled',
    minutes: 16,
    job: 'publish',
    step: 'branch-pr',
    result: 'cancelled',
  },
  { what: 'failed', conclusion: 'failure', minutes: 0.1, step: 'session-restore', result: 'failure' },
  { what: 'cut off by a limit of its step', conclusion: 'failure', minutes: 31, step: 'codex-run', result: 'failure' },
  {
    what: 'lost with its machine',
    conclusion: 'failure',
    minutes: 5,
    step: 'codex-run',
    ended: null,
    result: 'failure',
  },
  {
    what: 'failed as it published',
    conclusion: 'failure',
    minutes: 0.2,
    job: 'publish',
    step: 'branch-pr',
    result: 'failure',
  },
];

test.each(cases)('a run that was $what is told so', async ({ conclusion, minutes, result, ...stopped }) => {
  const event = await ask();
  const run = stage.run(event);
  if (stopped.job) recordAgent(run, 'success', 3, { step: 'codex-run' });
  recordAgent(run, conclusion, minutes, stopped);
  expect((await tell(event, run, { needs: needs(result) })).golden).toMatchSnapshot();
  expect(await bodies(event)).toMatchSnapshot();
});

test('a run that was turned away because a hundred wait says so', async () => {
  const event = await ask();
  const member = (runId: number) => ({ runId, job: 'worker / thread', lease: 'job' }) as const;
  const pending = Array.from({ length: 100 }, (_, index) => member(index + 2));
  const group = { name: `codex-worker-${threadOf(event)}`, acquiredAt: null, holder: member(1), pending };
  stage.groups.push(group);
  const run = stage.run(event);
  recordAgent(run, 'cancelled', undefined);
  expect((await tell(event, run)).golden).toMatchSnapshot();
  expect(await bodies(event)).toMatchSnapshot();
  stage.groups.length = 0;
});

const routeFailed = JSON.stringify({
  route: { result: 'failure', outputs: { failure: 'GitHub did not answer.' } },
  thread: { result: 'skipped' },
});
const undecided = { thread: '', 'request-id': '', needs: routeFailed };

test('where the router failed, the event tells who asked, and they are told', async () => {
  const event = await ask();
  const run = stage.run(event);
  expect((await tell(event, run, undecided)).golden).toMatchSnapshot();
  await tell(event, run, undecided);
  expect(await bodies(event)).toMatchSnapshot();
});

test('where the router failed, a stranger and a talk among people hear nothing', async () => {
  const event = await stage.opened({ title: 'Explain', body: 'What is it?' }, 'sam');
  await tell(event, stage.run(event), undecided);
  const comment = await stage.commented(numberOf(event), 'Thanks');
  expect((await tell(comment, stage.run(comment), undecided)).golden).toMatchSnapshot();
  expect(await bodies(event)).toEqual(['Thanks']);
});

test('twice makes one comment', async () => {
  const event = await ask();
  const run = stage.run(event);
  recordAgent(run, 'cancelled', 3);
  await tell(event, run);
  expect((await tell(event, run)).golden).toMatchSnapshot();
  expect(await bodies(event)).toHaveLength(1);
});

test('another attempt of the run that is cancelled too has a notice of its own', async () => {
  const event = await ask();
  const run = stage.run(event);
  recordAgent(run, 'cancelled', 3);
  await tell(event, run);
  run.attempt = 2;
  recordAgent(run, 'cancelled', 3, { secondsFromNow: 60 });
  await tell(event, run);
  expect(await bodies(event)).toHaveLength(2);
});

test('the notifier that is run again by itself, as another attempt, says nothing more', async () => {
  const event = await ask();
  const run = stage.run(event);
  recordAgent(run, 'cancelled', 3);
  await tell(event, run);
  run.attempt = 2;
  await tell(event, run);
  expect(await bodies(event)).toHaveLength(1);
});

test('what was kept is named when the run stored its session', async () => {
  const event = await ask();
  const run = stage.run(event);
  recordAgent(run, 'cancelled', 3);
  const agent = await stage.job(run, event, { name: 'agent', permissions: await permissionsOf('thread.yml', 'agent') });
  const key = { thread: threadOf(event), 'session-key': 'sk-0123456789abcdef' };
  await agent.use('session-restore', { ...key, start: 'new' });
  await leaveTurn(agent, threadOf(event), { text: 'Half of it.' });
  await agent.use('session-persist', key);
  await tell(event, run);
  expect((await bodies(event))[0]).toContain('The session up to then is kept');
});

test('a request that has its answer is left alone', async () => {
  const event = await ask();
  const run = stage.run(event);
  recordAgent(run, 'cancelled', 3);
  const bot = await stage.job(run, event, { name: 'reply', permissions: { issues: 'write' } });
  const body = `It is a demo.\n\n<!-- codex-worker:reply request=${threadOf(event)} outcome=answered run=1.1 -->`;
  await fetch(`${stage.github.api}/repos/octo-org/demo/issues/${numberOf(event)}/comments`, {
    method: 'POST',
    headers: { authorization: `token ${bot.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ body }),
  });
  expect((await tell(event, run)).golden).toMatchSnapshot();
  expect(await bodies(event)).toHaveLength(1);
});

test('every bad input is named in one message', async () => {
  const event = await ask();
  const inputs = { thread: 'x', 'request-id': 'mail-1', needs: '{', 'job-timeout-minutes': 'soon', 'github-token': '' };
  expect((await tell(event, stage.run(event), inputs)).golden).toMatchSnapshot();
});

test.each(['issues', 'actions'] as const)('without %s it fails with the permission that is missing', async (scope) => {
  const event = await ask();
  const run = stage.run(event);
  recordAgent(run, 'cancelled', 3);
  const { [scope]: _, ...rest } = permissions;
  expect((await tell(event, run, {}, rest)).golden).toMatchSnapshot();
});

test('one bad answer of GitHub is tried again, and the notice is given once', async () => {
  const event = await ask();
  const run = stage.run(event);
  recordAgent(run, 'cancelled', 3);
  stage.fault('POST', /\/comments$/, 'drop', { after: true });
  expect((await tell(event, run)).golden).toMatchSnapshot();
  expect(await bodies(event)).toHaveLength(1);
});
