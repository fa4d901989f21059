import { openStage, permissionsOf, type Stage } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';

type Event = Awaited<ReturnType<Stage['opened']>>;
type Inputs = Readonly<Record<string, string>>;

let stage: Stage;
let permissions: Awaited<ReturnType<typeof permissionsOf>>;
beforeAll(async () => {
  stage = await openStage({ people: [{ login: 'tess', role: 'triage' }] });
  permissions = await permissionsOf('codex-worker.yml', 'route');
});
afterAll(() => stage[Symbol.asyncDispose]());

async function route(event: Event, inputs: Inputs = {}, changes: Parameters<Stage['run']>[1] = {}) {
  const job = await stage.job(stage.run(event, changes), event, { name: 'route', permissions });
  return job.use('event-router', inputs);
}

const numberOf = ({ payload }: Event) => (payload['issue'] as { number: number }).number;
const last = (name: string): Event => {
  const event = stage.events.findLast((one) => one.name === name);
  if (!event) throw new Error(`There was no ${name}`);
  return event;
};
const writes = ({ requests }: { readonly requests: readonly string[] }) =>
  requests.filter((request) => !/^(?:GET|POST \/graphql) /.test(request));
const commentsIn = async (event: Event) =>
  (await stage.call('wanda', 'GET', `/issues/${numberOf(event)}/comments`)) as unknown as readonly { body: string }[];

/** A pull request of a branch of the worker's. */
async function openPullRequest(): Promise<number> {
  const { object } = (await stage.call('wanda', 'GET', '/git/ref/heads/main')) as { object: { sha: string } };
  const branch = 'codex/issue-1/x';
  await stage.call('wanda', 'POST', '/git/refs', { ref: `refs/heads/${branch}`, sha: object.sha });
  await stage.call('wanda', 'PUT', '/contents/sum.ts', { message: 'Add', content: 'eAo=', branch });
  return Number(
    (await stage.call('wanda', 'POST', '/pulls', { head: branch, base: 'main', title: 'Add up' }))['number'],
  );
}

/** What people without write permission may do, all of it in threads of the worker's. */
const strangers: readonly { readonly what: string; readonly inputs?: Inputs; readonly happen: () => Promise<Event> }[] =
  [
    { what: 'an issue', happen: () => stage.opened({ title: 'Do it', body: '@codex, now' }, 'sam') },
    { what: 'a comment', happen: async () => stage.commented(numberOf(await opened()), '@codex do it', 'sam') },
    {
      what: "a reader's comment",
      happen: async () => stage.commented(numberOf(await opened()), '@codex do it', 'rick'),
    },
    {
      what: "a triager's comment",
      happen: async () => stage.commented(numberOf(await opened()), '@codex do it', 'tess'),
    },
    { what: 'a word of /codex', happen: async () => stage.commented(numberOf(await opened()), '/codex status', 'sam') },
    { what: 'a mistyped word', happen: async () => stage.commented(numberOf(await opened()), '/codex sotp', 'sam') },
    { what: '/codex stop', happen: async () => stage.commented(numberOf(await opened()), '/codex stop', 'sam') },
    { what: 'a bot', happen: async () => stage.commented(numberOf(await opened()), '@codex do it', 'helper-bot[bot]') },
    {
      what: 'an edit of their own issue',
      happen: async () => {
        const event = await stage.opened({ title: 'Do it', body: '' }, 'sam');
        await stage.call('sam', 'PATCH', `/issues/${numberOf(event)}`, { body: '@codex, now' });
        return last('issues');
      },
    },
    {
      what: 'an edit of their own comment',
      happen: async () => {
        const event = await stage.commented(numberOf(await opened()), 'Hello', 'sam');
        const { id } = (event.payload as { comment: { id: number } }).comment;
        await stage.call('sam', 'PATCH', `/issues/comments/${id}`, { body: '@codex do it' });
        return last('issue_comment');
      },
    },
    {
      what: "a writer's edit of a stranger's comment",
      happen: async () => {
        const event = await stage.commented(numberOf(await opened()), 'Hello', 'sam');
        const { id } = (event.payload as { comment: { id: number } }).comment;
        await stage.call('wanda', 'PATCH', `/issues/comments/${id}`, { body: '@codex do it' });
        return last('issue_comment');
      },
    },
    {
      what: "a triager's label",
      inputs: { 'issue-label': 'codex' },
      happen: async () => {
        const event = await opened();
        await stage.call('wanda', 'POST', '/labels', { name: 'codex', color: '00ff00' });
        await stage.call('tess', 'POST', `/issues/${numberOf(event)}/labels`, { labels: ['codex'] });
        return last('issues');
      },
    },
    {
      what: "a triager's assignment",
      inputs: { trigger: 'assignee', assignee: 'wanda' },
      happen: async () => {
        const event = await opened();
        await stage.call('tess', 'POST', `/issues/${numberOf(event)}/assignees`, { assignees: ['wanda'] });
        return last('issues');
      },
    },
    {
      what: 'a review',
      happen: async () => {
        await stage.call('rick', 'POST', `/pulls/${await pull()}/reviews`, { event: 'COMMENT', body: '@codex do it' });
        return last('pull_request_review');
      },
    },
    {
      what: 'a comment on code',
      happen: async () => {
        const number = await pull();
        const { head } = (await stage.call('rick', 'GET', `/pulls/${number}`)) as { head: { sha: string } };
        const place = { commit_id: head.sha, path: 'sum.ts', line: 1, side: 'RIGHT' };
        await stage.call('rick', 'POST', `/pulls/${number}/comments`, { body: '@codex do it', ...place });
        return last('pull_request_review_comment');
      },
    },
  ];

const opened = () => stage.opened({ title: 'Add up', body: 'Make sum() add up.' });
let pulled: Promise<number> | undefined;
const pull = () => {
  pulled ??= openPullRequest();
  return pulled;
};

test.each(strangers)('$what gets no answer, no reaction, and a line in the log', async ({ happen, inputs }) => {
  const seen = await route(await happen(), inputs);
  expect(seen.outputs['decision']).toBe('ignore');
  expect(writes(seen)).toEqual([]);
  expect(seen.log.join('\n')).toMatch(/permission, and write is needed|a bot that allow-bots does not name/);
});

test.each([
  { input: 'allow-bots', value: '*' },
  { input: 'allow-bots', value: '*[bot]' },
  { input: 'allow-users', value: 'alice,,bob' },
  { input: 'allow-users', value: 'octo-org/team' },
])('$input may not be "$value"', async ({ input, value }) => {
  const seen = await route(await opened(), { [input]: value });
  expect(seen.exitCode).toBe(1);
  expect(seen.outputs['failure']).toContain(`The input "${input}" has`);
});

test('whoever runs it again needs standing as if they had asked', async () => {
  const event = await opened();
  const byReader = await route(event, {}, { attempt: 2, triggeringActor: 'rick' });
  expect(byReader.outputs).toMatchObject({
    decision: 'ignore',
    reason: 'rick ran it again, and rick has read permission, and write is needed',
  });
  expect(writes(byReader)).toEqual([]);
  const byWriter = await route(event, { 'minimum-permission': 'admin', 'allow-users': 'wanda' }, { attempt: 2 });
  expect(byWriter.outputs['decision']).toBe('run');
  const byOther = await route(event, { 'minimum-permission': 'admin' }, { attempt: 2, triggeringActor: 'olivia' });
  expect(byOther.outputs['reason']).toBe('wanda has write permission, and admin is needed');
});

test('a turn is promised up to the limit, and refused with the limit and a time', async () => {
  const event = await opened();
  const limit = { 'person-turns-per-hour': '1', 'allow-users': 'sam' };
  const by = (text: string) => stage.commented(numberOf(event), text, 'sam');
  const first = await route(await by('One'), limit);
  expect(first.outputs['decision']).toBe('run');
  const [promise] = (await commentsIn(event)).slice(-1);
  expect(promise?.body).toMatch(/^Taken up\..*\n\n<!-- codex-worker:queued request=comment-\d+ run=\d+\.1 by=sam -->$/);

  const second = await route(await by('Two'), limit);
  expect(second.outputs).toMatchObject({
    decision: 'refuse',
    reason: expect.stringMatching(
      /^`person-turns-per-hour` allows one turn to one person, and no more fits before \d{4}-\d\d-\d\d \d\d:\d\d UTC$/,
    ),
  });
  const bodies = (await commentsIn(event)).map(({ body }) => body);
  expect(bodies.at(-1)).toContain('**Nothing was run:** `person-turns-per-hour` allows');
  expect(bodies.filter((body) => body.includes('codex-worker:queued'))).toHaveLength(1);
  expect(second.requests.length).toBeLessThanOrEqual(first.requests.length + 2);
});

test('of requests at the same moment exactly as many as the limit get through', async () => {
  const events: Event[] = [];
  for (const title of ['One', 'Two', 'Three', 'Four']) events.push(await stage.opened({ title, body: '' }, 'olivia'));
  const seen = await Promise.all(events.map((event) => route(event, { 'person-turns-per-day': '2' })));
  expect(seen.map(({ outputs }) => outputs['decision']).sort()).toEqual(['refuse', 'refuse', 'run', 'run']);
});

test('people who talk to each other are promised nothing, whoever left 👀', async () => {
  const event = await stage.opened({ title: 'Among us', body: '' }, 'sam');
  await stage.call('rick', 'POST', `/issues/${numberOf(event)}/reactions`, { content: 'eyes' });
  const comment = await stage.commented(numberOf(event), 'Shall we?');
  const seen = await route(comment, { 'turns-per-hour': '9' });
  expect(seen.outputs['decision']).toBe('ignore');
  expect(writes(seen)).toEqual([]);
});

test('what waits in the queue is promised its turn, too', async () => {
  const job = await permissionsOf('codex-worker.yml', 'enqueue');
  const enqueue = async (text: string) => {
    const event = await stage.commented(numberOf(first), text, 'olivia');
    const machine = await stage.job(stage.run(event), event, { name: 'enqueue', permissions: job });
    return machine.use('event-router', { queue: 'branch', 'person-turns-per-hour': '5' });
  };
  const first = await opened();
  const decisions = [];
  for (const text of ['1', '2', '3', '4']) decisions.push((await enqueue(text)).outputs['decision']);
  // Two turns were promised to her above.
  expect(decisions).toEqual(['enqueue', 'enqueue', 'enqueue', 'refuse']);
});

test('without a limit no comment of the repository is listed', async () => {
  const seen = await route(await opened(), { 'turns-per-hour': '0', 'turns-per-day': '' });
  expect(seen.outputs['decision']).toBe('run');
  expect(seen.requests.filter((request) => request.includes('/comments'))).toEqual([]);
});
