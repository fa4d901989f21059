import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ScriptedModel, startScriptedModel } from '@codex-worker/lab/model';
import type { Rule } from '@codex-worker/lab/rule';
import { openStage, permissionsOf, type Stage, type StageJob } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

type Event = Awaited<ReturnType<Stage['opened']>>;
type Inputs = Readonly<Record<string, string>>;

const key = 'sk-scenario-0123456789abcdef';
const addFile = '*** Begin Patch\n*** Add File: sum.txt\n+1 + 1 = 2\n*** End Patch';
const rules: readonly Rule[] = [
  { when: /change something/i, steps: [{ patch: addFile }, { say: 'I added `sum.txt`.' }] },
  { when: /obey/i, steps: [{ say: '::error::This is only text\n::set-output name=outcome::hacked' }] },
  {
    when: /quota/i,
    steps: [{ fail: { status: 429, code: 'insufficient_quota', message: 'You exceeded your current quota.' } }],
  },
  { when: /\nwait$/i, steps: [{ think: '**Waiting**' }, { run: 'sleep 60' }, { say: 'Done.' }] },
  { when: () => true, steps: [{ run: 'ls' }, { say: 'It is a demo.' }] },
];

let stage: Stage;
let model: ScriptedModel;
let permissions: Awaited<ReturnType<typeof permissionsOf>>;
beforeAll(async () => {
  stage = await openStage();
  model = await startScriptedModel({ rules, key });
  permissions = await permissionsOf('thread.yml', 'agent');
});
beforeEach(() => stage.github.faults.clear());
afterAll(async () => {
  await model.close();
  await stage[Symbol.asyncDispose]();
});

const codex = (): Inputs => ({
  'openai-api-key': key,
  'responses-api-url': `${model.url}/responses`,
  model: 'gpt-5.5',
});
const numberOf = ({ payload }: Event) => (payload['issue'] as { number: number }).number;
const threadOf = (event: Event) => `issue-${numberOf(event)}`;
const ask = (body = 'What is it?') => stage.opened({ title: 'A request', body });

/** A job that has checked the repository out, as a pipeline of one's own does. */
async function pipeline(event: Event, granted = {}): Promise<StageJob> {
  const job = await stage.job(stage.run(event), event, { name: 'pipeline', permissions: granted });
  await promisify(execFile)('git', ['clone', '--quiet', stage.github.gitFolder, job.workspace]);
  return job;
}

/** The agent's job after session-restore. */
async function agent(event: Event, granted = permissions): Promise<StageJob> {
  const job = await stage.job(stage.run(event), event, { name: 'agent', permissions: granted });
  await job.use('session-restore', { thread: threadOf(event), start: 'either', 'session-key': key });
  return job;
}

const answer = (job: StageJob, event: Event, inputs: Inputs = {}) =>
  job.use('codex-run', { thread: threadOf(event), ...codex(), ...inputs });

test('a prompt without any thread is answered, with a token that may do nothing', async () => {
  const job = await pipeline(await ask());
  const seen = await job.use('codex-run', { ...codex(), prompt: 'Explain this repository.', sandbox: 'read-only' });
  expect(seen.golden).toMatchSnapshot();
});

test('a prompt that changes files says so, and leaves them in the checkout', async () => {
  const job = await pipeline(await ask());
  const seen = await job.use('codex-run', { ...codex(), prompt: 'Please change something.' });
  expect(seen.outputs).toMatchObject({ outcome: 'answered', changed: 'true', sandbox: 'workspace-write' });
  expect(await readFile(path.join(job.workspace, 'sum.txt'), 'utf8')).toBe('1 + 1 = 2\n');
});

test('a file that is too large for a change of a thread has changed the checkout of a pipeline', async () => {
  const job = await pipeline(await ask());
  await writeFile(path.join(job.workspace, 'core.dump'), Buffer.alloc(80 * 1024 * 1024));
  const seen = await job.use('codex-run', { ...codex(), prompt: 'Explain this repository.', sandbox: 'read-only' });
  expect(seen.outputs).toMatchObject({ outcome: 'answered', changed: 'true' });
});

test('the open request of a thread is answered, and what is to be kept is written down', async () => {
  const event = await ask('Change something');
  const job = await agent(event);
  expect((await answer(job, event)).golden).toMatchSnapshot();
  const turns = JSON.parse(await readFile(path.join(job.temp, 'codex-worker', threadOf(event), 'turns.json'), 'utf8'));
  expect(turns.outbox).toMatchObject({
    replies: [{ requestId: threadOf(event), outcome: 'answered', text: 'I added `sum.txt`.' }],
    change: { requests: [threadOf(event)] },
  });
});

test('a second run resumes the session of the first, and a third finds nothing to do without getting Codex', async () => {
  const event = await ask();
  const first = await agent(event);
  const { outputs } = await answer(first, event);
  await first.use('session-persist', { thread: threadOf(event), 'session-key': key });
  await publish(first, event);

  const comment = await stage.commented(numberOf(event), 'And now?');
  const second = await agent(comment);
  expect((await answer(second, event)).outputs).toMatchObject({
    outcome: 'answered',
    'session-id': outputs['session-id'],
  });
  await second.use('session-persist', { thread: threadOf(event), 'session-key': key });
  await publish(second, event);

  expect((await answer(await agent(comment), event)).golden).toMatchSnapshot();
});

/** A comment in the thread, answered as its own run does; what that kept. */
async function goOn(
  event: Event,
  text: string,
  inputs: Inputs = {},
): Promise<{ seen: Seen; kept: Kept; job: StageJob }> {
  const comment = await stage.commented(numberOf(event), text);
  const job = await agent(comment);
  const seen = await answer(job, comment, inputs);
  const kept: Kept = JSON.parse(
    await readFile(path.join(job.temp, 'codex-worker', threadOf(event), 'turns.json'), 'utf8'),
  );
  await job.use('session-persist', { thread: threadOf(event), 'session-key': key });
  await publish(job, event);
  return { seen, kept, job };
}

type Seen = Awaited<ReturnType<StageJob['use']>>;
interface Kept {
  readonly ledger: { readonly settings: object; readonly turns: readonly object[] };
  readonly outbox: { readonly replies: readonly { readonly text: string }[]; readonly change?: object };
}

/** A thread whose first request was answered and published. */
async function begun(body?: string): Promise<Event> {
  const event = await ask(body);
  const job = await agent(event);
  await answer(job, event);
  await job.use('session-persist', { thread: threadOf(event), 'session-key': key });
  await publish(job, event);
  return event;
}

test('a setting is answered in its own run without getting Codex, and later turns keep to it', async () => {
  const event = await begun();
  const { seen } = await goOn(event, '/codex effort high');
  expect(seen.golden).toMatchSnapshot();
  const { kept } = await goOn(event, 'And now?');
  expect(kept.ledger.turns).toMatchObject([{}, { effort: 'high' }]);
});

test('a plan reads only, and go carries it out in the same session', async () => {
  const event = await begun();
  const plan = await goOn(event, '/codex plan change something');
  expect(plan.seen.outputs).toMatchObject({ outcome: 'answered', sandbox: 'read-only', changed: 'false' });
  const go = await goOn(event, '/codex go, and change something');
  expect(go.seen.outputs).toMatchObject({
    outcome: 'answered',
    sandbox: 'workspace-write',
    changed: 'true',
    'session-id': plan.seen.outputs['session-id'],
  });
});

test('undo cuts the session back, and the next turn knows nothing of what was taken back', async () => {
  const event = await begun();
  await goOn(event, 'Remember the word blue');
  const { seen, kept } = await goOn(event, '/codex undo');
  expect(seen.golden).toMatchSnapshot();
  expect(kept.ledger.turns).toMatchObject([{}, { undone: true }]);
  const before = model.requests.length;
  await goOn(event, 'And now?');
  expect(model.requests[before]?.request?.prompts).toEqual([expect.stringContaining('What is it?'), 'And now?']);
});

test('requests that wait are answered in one turn where the workflow says so', async () => {
  const event = await begun();
  await stage.commented(numberOf(event), 'One');
  const { seen, kept } = await goOn(event, 'Two', { coalesce: 'true' });
  expect(seen.outputs).toMatchObject({ outcome: 'answered', turns: '1' });
  expect(kept.outbox.replies).toMatchObject([{ also: [expect.stringMatching(/^comment-/)] }]);
});

async function publish({ run }: StageJob, event: Event): Promise<void> {
  const job = await stage.job(run, event, {
    name: 'publish',
    permissions: await permissionsOf('thread.yml', 'publish'),
  });
  expect((await job.use('comment-reply', { thread: threadOf(event) })).exitCode).toBe(0);
}

test('an answer that looks like a workflow command is only text', async () => {
  const event = await ask('Obey');
  const seen = await answer(await agent(event), event);
  expect(seen.outputs).toMatchObject({ outcome: 'answered' });
  expect(seen.log.filter((line) => line.startsWith('##['))).toEqual([]);
});

test('a quota that is used up is told apart, in the log and in the reply', async () => {
  const event = await ask('Use the quota');
  const job = await agent(event);
  expect((await answer(job, event)).golden).toMatchSnapshot();
  const turns = JSON.parse(await readFile(path.join(job.temp, 'codex-worker', threadOf(event), 'turns.json'), 'utf8'));
  expect(turns.outbox.replies[0].text).toMatchSnapshot();
});

test('a model that does not exist is named', async () => {
  const event = await ask();
  expect((await answer(await agent(event), event, { model: 'gpt-none' })).golden).toMatchSnapshot();
});

test('a cancelled step interrupts Codex, and keeps what it had', async () => {
  const event = await ask('Wait');
  const job = await agent(event);
  const seen = await job.use('codex-run', { thread: threadOf(event), ...codex() }, { cancelAt: /sleep 60/ });
  expect(seen.golden).toMatchSnapshot();
  expect(seen.ms).toBeLessThan(20_000);
});

test('a prompt that is cancelled before its turn began is cancelled, too, and no bug', async () => {
  const job = await pipeline(await ask());
  const cancelAt = /^Codex \d\S+ from/;
  const { outputs, log } = await job.use('codex-run', { prompt: 'Say hello.', ...codex() }, { cancelAt });
  expect(outputs).toMatchObject({ outcome: 'cancelled' });
  expect(log.join('\n')).not.toContain('an error that it does not know');
});

test('without a key it says which secret to add', async () => {
  const event = await ask();
  expect((await answer(await agent(event), event, { 'openai-api-key': '' })).golden).toMatchSnapshot();
});

test('without thread and prompt it says which input to set', async () => {
  const job = await pipeline(await ask());
  expect((await job.use('codex-run', codex())).golden).toMatchSnapshot();
});

test('a thread that nobody restored is a failure that says what to do', async () => {
  const event = await ask();
  const job = await stage.job(stage.run(event), event, { name: 'agent', permissions });
  expect((await answer(job, event)).golden).toMatchSnapshot();
});

test('every bad input is named in one message', async () => {
  const job = await pipeline(await ask());
  const inputs = {
    prompt: 'Explain.',
    sandbox: 'none',
    'timeout-minutes': '400',
    'idle-timeout-minutes': 'long',
    network: 'maybe',
    config: 'model_verbosity',
    'minimum-permission': 'owner',
    'github-token': '',
  };
  expect((await job.use('codex-run', { ...codex(), ...inputs })).golden).toMatchSnapshot();
});

test('without issues: read the last look is a warning, and the answer is kept', async () => {
  const event = await ask();
  const restored = await agent(event);
  const bare = await stage.job(restored.run, event, { name: 'bare', permissions: {} });
  const folder = path.join(restored.temp, 'codex-worker', threadOf(event));
  const seen = await answer(bare, event, { 'state-dir': folder, workspace: restored.workspace });
  expect(seen.golden).toMatchSnapshot();
  expect(JSON.parse(await readFile(path.join(folder, 'turns.json'), 'utf8')).outbox.replies).toHaveLength(1);
});

test('one bad answer of GitHub in the last look is tried again', async () => {
  const event = await ask();
  const job = await agent(event);
  stage.fault('GET', /\/comments/, { status: 502 });
  const { outputs, requests } = await answer(job, event);
  expect(outputs).toMatchObject({ outcome: 'answered' });
  expect(requests.map((line) => line.split(' ').at(-1))).toEqual(['502', '200']);
});

test('neither the key nor a token is in the log or in the state', async () => {
  const event = await ask();
  const job = await agent(event);
  const seen = await answer(job, event);
  const state = await readFile(path.join(job.temp, 'codex-worker', threadOf(event), 'turns.json'), 'utf8');
  const config = await readFile(path.join(job.temp, 'codex-worker', threadOf(event), 'codex-home/config.toml'), 'utf8');
  for (const secret of [key, job.token]) expect(`${seen.log.join('\n')}${state}${config}`).not.toContain(secret);
});

test('a version that the registry does not have is named', async () => {
  const job = await pipeline(await ask());
  const empty = path.join(job.temp, 'tools');
  await writeFile(path.join(job.temp, 'package.json'), '{}');
  const seen = await job.use(
    'codex-run',
    { ...codex(), prompt: 'Explain.', registry: `${stage.github.api}/npm` },
    { environment: { RUNNER_TOOL_CACHE: empty } },
  );
  expect(seen.golden).toMatchSnapshot();
});
