import { openStage, permissionsOf, type Stage } from '@codex-worker/lab/stage';
import { afterAll, beforeEach, expect, test } from 'vitest';

type Event = Awaited<ReturnType<Stage['opened']>>;
type Permissions = Awaited<ReturnType<typeof permissionsOf>>;

let stage: Stage;
let scheduled: Event;
// Each test begins without a queue.
beforeEach(async () => {
  await stage?.[Symbol.asyncDispose]();
  stage = await openStage();
  scheduled = {
    ...(await stage.opened({ title: 'First of all' }, 'sam')),
    name: 'schedule',
    payload: { schedule: '17 * * * *' },
  };
});
afterAll(() => stage[Symbol.asyncDispose]());

async function use(event: Event, permissions: Permissions, inputs: Readonly<Record<string, string>>) {
  const job = await stage.job(stage.run(event), event, { name: 'job', permissions });
  return job.use('event-router', inputs);
}

const numberOf = ({ payload }: Event) => (payload['issue'] as { number: number }).number;
const enqueue = async (event: Event) =>
  use(event, await permissionsOf('codex-worker.yml', 'enqueue'), { queue: 'branch', 'announce-queue': 'false' });
const count = async () =>
  use(scheduled, await permissionsOf('codex-worker-drain.yml', 'count'), { operation: 'count' });
const next = async () => use(scheduled, await permissionsOf('queue-head.yml', 'next'), { operation: 'next' });
const remove = async (inputs: Readonly<Record<string, string>>) =>
  use(scheduled, await permissionsOf('queue-head.yml', 'remove'), { operation: 'remove', ...inputs });
const sweep = async (inputs: Readonly<Record<string, string>> = {}) =>
  use(scheduled, await permissionsOf('codex-worker-sweep.yml', 'sweep'), {
    operation: 'sweep',
    'grace-minutes': '0',
    ...inputs,
  });

async function answer(number: number, request: string): Promise<void> {
  const bot = await stage.job(stage.run(scheduled), scheduled, { name: 'reply', permissions: { issues: 'write' } });
  const body = `Done.\n\n<!-- codex-worker:reply request=${request} outcome=answered run=1.1 -->`;
  await fetch(`${stage.github.api}/repos/octo-org/demo/issues/${number}/comments`, {
    method: 'POST',
    headers: { authorization: `token ${bot.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ body }),
  });
}

const filesBelow = async (folder: string) => {
  const tree = await stage.call('wanda', 'GET', '/git/trees/codex-worker%2Fqueue?recursive=1');
  const entries = tree['tree'] as readonly { readonly path: string; readonly type: string }[];
  return entries.filter(({ path, type }) => type === 'blob' && path.startsWith(folder)).map(({ path }) => path);
};

test('a request goes through the queue: appended once, counted, taken, and removed when it has its reply', async () => {
  const event = await stage.opened({ title: 'Add up', body: 'Make sum() add up.' });
  const thread = `issue-${numberOf(event)}`;
  expect((await enqueue(event)).outputs['decision']).toBe('enqueue');
  await enqueue(event);
  expect((await count()).outputs).toMatchObject({ decision: 'run', waiting: '1', heads: '[1]' });

  const { outputs } = await next();
  const [file] = await filesBelow('requests/');
  expect(outputs).toMatchObject({
    decision: 'run',
    thread,
    request: `queue:${file}`,
    'request-id': thread,
    files: file,
    start: 'new',
    actor: 'wanda',
  });

  const order = { thread, files: outputs['files'] ?? '', outcome: 'answered' };
  expect((await remove(order)).outputs).toMatchObject({ removed: '0', kept: '1' });
  await answer(numberOf(event), thread);
  expect((await remove(order)).outputs).toMatchObject({ removed: '1', kept: '0' });
  expect((await next()).outputs).toMatchObject({ decision: 'ignore', reason: 'the queue is empty' });
});

test('a drain of a repository without a queue ends after one call, of an empty queue after two', async () => {
  const without = await count();
  expect(without.outputs).toMatchObject({ decision: 'ignore', waiting: '0', heads: '[]' });
  expect(without.requests).toHaveLength(1);
  const event = await stage.opened({ title: 'Add up' });
  await enqueue(event);
  const { outputs } = await next();
  await remove({ thread: `issue-${numberOf(event)}`, files: outputs['files'] ?? '', outcome: 'nothing' });
  expect((await count()).requests).toHaveLength(2);
});

test('a file that is not JSON is moved aside with a warning, and the one behind it is served', async () => {
  await enqueue(await stage.opened({ title: 'Add up' }));
  const path = 'requests/20200101T000000Z-dispatch-7.json';
  const content = Buffer.from('{ "version": 1,').toString('base64');
  await stage.call('wanda', 'PUT', `/contents/${path}`, { message: 'Ask', content, branch: 'codex-worker/queue' });
  const seen = await next();
  expect(seen.outputs['decision']).toBe('run');
  expect(seen.log.join('\n')).toContain(`${path} was moved to broken/. It is not JSON.`);
  expect(seen.summary).toContain('Moved to `broken/`');
  expect(await filesBelow('broken/')).toEqual([
    'broken/20200101T000000Z-dispatch-7.json',
    'broken/20200101T000000Z-dispatch-7.json.reason',
  ]);
});

test('without contents: write the queue says which permission is missing', async () => {
  const event = await stage.opened({ title: 'Add up' });
  const { contents: _, ...rest } = await permissionsOf('codex-worker.yml', 'enqueue');
  const seen = await use(event, { ...rest, contents: 'read' }, { queue: 'branch' });
  expect(seen.outputs['failure']).toContain('Add "contents: write" to the permissions of the calling job.');
});

test('a sweep finds a request that was seen and never answered', async () => {
  const event = await stage.opened({ title: 'Add up' });
  const thread = `issue-${numberOf(event)}`;
  await use(event, await permissionsOf('codex-worker.yml', 'route'), {});
  const { outputs, requests } = await sweep();
  expect(JSON.parse(outputs['threads'] ?? '')).toEqual([{ thread, request: thread, start: 'either' }]);
  expect(requests.length).toBeLessThanOrEqual(6);
  await answer(numberOf(event), thread);
  const again = await sweep();
  expect(again.outputs).toMatchObject({ decision: 'ignore', threads: '[]' });
  expect(again.requests).toHaveLength(2);
});

test('what is younger than the grace is left', async () => {
  const event = await stage.opened({ title: 'Add up' });
  await use(event, await permissionsOf('codex-worker.yml', 'route'), {});
  expect((await sweep({ 'grace-minutes': '10' })).outputs['threads']).toBe('[]');
});

test('every bad input of the operations is named', async () => {
  expect((await use(scheduled, {}, { operation: 'drain' })).outputs['failure']).toContain(
    'The input "operation" is "drain".',
  );
  const { outputs } = await sweep({ 'grace-minutes': 'soon', 'look-back-days': '0' });
  expect(outputs['failure']).toMatch(/"grace-minutes" is "soon".*"look-back-days" is "0"/);
  const removed = await remove({ thread: 'x' });
  expect(removed.outputs['failure']).toContain('The input "thread" is "x".');
});
