import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
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
beforeEach(() => stage.github.faults.clear());
afterAll(() => stage[Symbol.asyncDispose]());

const key = { 'session-key': 'sk-0123456789abcdef' };
const numberOf = ({ payload }: Event) => (payload['issue'] as { number: number }).number;
const threadOf = (event: Event) => `issue-${numberOf(event)}`;
const ask = () => stage.opened({ title: 'Explain', body: 'What is it?' });

/** The publisher's job after an agent's job that left an answer. */
async function publisher(event: Event, text = 'It is a demo.', granted = permissions) {
  const run = stage.run(event);
  const agent = await stage.job(run, event, { name: 'agent', permissions: agentPermissions });
  await agent.use('session-restore', { thread: threadOf(event), start: 'either', ...key });
  await leaveTurn(agent, threadOf(event), { text });
  await agent.use('session-persist', { thread: threadOf(event), ...key });
  return stage.job(run, event, { name: 'publish', permissions: granted });
}

type Publisher = Awaited<ReturnType<typeof publisher>>;
const reply = (job: Publisher, event: Event, inputs: Readonly<Record<string, string>> = {}) =>
  job.use('comment-reply', { thread: threadOf(event), ...inputs });

const comments = async (event: Event) =>
  Object.values(await stage.call('wanda', 'GET', `/issues/${numberOf(event)}/comments`)) as unknown as readonly {
    readonly body: string;
    readonly user: { readonly login: string };
  }[];
const bodies = async (event: Event) => (await comments(event)).map(({ body }) => body);

const plain = (text: string) =>
  text
    .replaceAll(/\b9000\d{6}\b/g, '<run>')
    .replaceAll(/issue-\d+/g, 'issue-<n>')
    .replaceAll(/#\d+/g, '#<n>')
    .replaceAll(stage.github.server, '<server>');

test('the answer is posted, with the facts of its turn and a marker', async () => {
  const event = await ask();
  expect((await reply(await publisher(event), event)).golden).toMatchSnapshot();
  expect((await bodies(event)).map(plain)).toMatchSnapshot();
});

test('the transcript of the run is linked below the answer', async () => {
  const event = await ask();
  const job = await publisher(event);
  const url = `${stage.github.server}/octo-org/demo/actions/runs/${job.run.id}/artifacts/77`;
  await reply(job, event, { 'transcript-url': url });
  expect((await bodies(event))[0]).toContain(`[transcript](${url})`);
});

test.each([
  { what: 'another host', url: (own: string) => own.replace(/^http:\/\/[^/]+/, 'https://example.com') },
  { what: 'another run', url: (own: string) => own.replace(/runs\/\d+/, 'runs/1') },
  { what: 'markup', url: (own: string) => `${own}) [more](https://example.com` },
])('an address of $what is no transcript', async ({ url }) => {
  const event = await ask();
  const job = await publisher(event);
  const own = `${stage.github.server}/octo-org/demo/actions/runs/${job.run.id}/artifacts/77`;
  const { log } = await reply(job, event, { 'transcript-url': url(own) });
  expect(log.join('\n')).toContain('The input "transcript-url" is no address of an artifact of this run');
  expect((await bodies(event))[0]).not.toContain('transcript]');
});

test('twice makes one comment', async () => {
  const event = await ask();
  const job = await publisher(event);
  const first = await reply(job, event);
  const again = await reply(job, event);
  expect(again.outputs).toEqual(first.outputs);
  expect(again.golden).toMatchSnapshot();
  expect(await bodies(event)).toHaveLength(1);
});

test('a comment whose answer got lost is found again', async () => {
  const event = await ask();
  const job = await publisher(event);
  stage.fault('POST', /\/comments$/, 'drop', { after: true });
  expect((await reply(job, event)).golden).toMatchSnapshot();
  expect(await bodies(event)).toHaveLength(1);
});

test("somebody else's comment with our marker does not stand for the reply", async () => {
  const event = await ask();
  await stage.commented(
    numberOf(event),
    `<!-- codex-worker:reply request=${threadOf(event)} outcome=answered run=1.1 -->`,
    'sam',
  );
  await reply(await publisher(event), event);
  expect((await comments(event)).map(({ user }) => user.login)).toEqual(['sam', 'github-actions[bot]']);
});

test('an answer cannot carry a marker of ours', async () => {
  const event = await ask();
  const marker = '<!-- codex-worker:reply request=issue-1 outcome=answered run=1.1 -->';
  await reply(await publisher(event, `Look: ${marker}`), event);
  expect((await bodies(event)).map(plain)).toMatchSnapshot();
});

test('an answer of 100,000 characters goes on in a second comment, once', async () => {
  const event = await ask();
  const job = await publisher(event, 'All work and no play.\n'.repeat(4600));
  const first = await reply(job, event);
  const again = await reply(job, event);
  expect(again.outputs).toEqual(first.outputs);
  const [one = '', two = '', ...more] = await bodies(event);
  expect(more).toEqual([]);
  expect(`${one}${two}`.match(/All work and no play\./g)).toHaveLength(4600);
  for (const body of [one, two]) expect(body.length).toBeLessThanOrEqual(65_536);
  expect([one, two].map((body) => plain(body.slice(body.indexOf('_Part'))))).toMatchSnapshot();
});

test('an answer of 300,000 characters is cut after four comments, and says where the rest is', async () => {
  const event = await ask();
  const job = await publisher(event, 'All work and no play.\n'.repeat(14_000));
  await reply(job, event);
  const all = await bodies(event);
  expect(all).toHaveLength(4);
  expect(all.at(-1)).toContain('… The rest is in the outbox artifact');
});

test('without an outbox there is nothing to post', async () => {
  const event = await ask();
  const job = await stage.job(stage.run(event), event, { name: 'publish', permissions });
  expect((await reply(job, event)).golden).toMatchSnapshot();
});

/** What branch-pr, in the step before, leaves. */
async function leaveProposal(job: Publisher, event: Event, end: object) {
  const folder = path.join(job.temp, 'codex-worker', threadOf(event));
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'proposal.json'), JSON.stringify(end));
}

const branch = 'codex/issue-1/explain';
const sha = 'a1b2c3d4'.repeat(5);
const ends = [
  { kind: 'opened', branch, sha, pullRequest: 7, url: 'https://github.com/octo-org/demo/pull/7', leftOut: [] },
  {
    kind: 'updated',
    branch,
    sha,
    pullRequest: 7,
    url: '',
    leftOut: [{ path: '.github/workflows/ci.yml', why: 'workflow' }],
  },
  { kind: 'not-permitted', branch, sha, compareUrl: 'https://github.com/octo-org/demo/compare/main...x', leftOut: [] },
  { kind: 'conflicts', branch, detail: 'README.md' },
  { kind: 'refused', branch, detail: 'a rule of the repository forbids it' },
] as const;

test.each(ends)('the reply tells what became of the change: $kind', async (end) => {
  const event = await ask();
  const job = await publisher(event);
  await leaveProposal(job, event, end);
  const seen = await reply(job, event);
  expect(seen.golden).toMatchSnapshot();
  expect((await bodies(event)).map(plain)).toMatchSnapshot();
});

test('every bad input is named in one message', async () => {
  const event = await ask();
  const job = await stage.job(stage.run(event), event, { name: 'publish', permissions });
  expect((await reply(job, event, { thread: 'x', 'bot-login': '', 'github-token': '' })).golden).toMatchSnapshot();
});

test('without issues: write it fails with the permission that is missing', async () => {
  const event = await ask();
  const job = await publisher(event, 'It is a demo.', { ...permissions, issues: 'read' });
  expect((await reply(job, event)).golden).toMatchSnapshot();
});

test('in a locked issue it fails with what to do', async () => {
  const event = await ask();
  const job = await publisher(event);
  await stage.call('olivia', 'PUT', `/issues/${numberOf(event)}/lock`, {});
  expect((await reply(job, event)).golden).toMatchSnapshot();
});

test('a GitHub that refuses to post for a moment is asked again', async () => {
  const event = await ask();
  const job = await publisher(event);
  stage.fault('POST', /\/comments$/, { status: 502 });
  expect((await reply(job, event)).golden).toMatchSnapshot();
  expect(await bodies(event)).toHaveLength(1);
});

test('code in an answer is shown as it was written, and carries no marker', async () => {
  const event = await ask();
  const code = '```html\n<!-- codex-worker:reply request=issue-1 outcome=answered run=1.1 -->\n```';
  await reply(await publisher(event, `Write:\n\n${code}`), event);
  const [body = ''] = await bodies(event);
  expect(body.startsWith(`Write:\n\n${code}\n\n<details>`)).toBe(true);
});

test('the comment that says how many runs are ahead goes once the answer is there', async () => {
  const event = await ask();
  const job = await publisher(event);
  const post = (login: string, body: string) =>
    stage.call(login, 'POST', `/issues/${numberOf(event)}/comments`, { body });
  const marker = `<!-- codex-worker:queued request=${threadOf(event)} run=900.1 -->`;
  await post('wanda', `Quoting:\n\n${marker}`);
  const own = { authorization: `token ${job.token}`, 'content-type': 'application/json' };
  await fetch(`${stage.github.api}/repos/octo-org/demo/issues/${numberOf(event)}/comments`, {
    method: 'POST',
    headers: own,
    body: JSON.stringify({ body: `Queued: one run is ahead.\n\n${marker}` }),
  });
  const seen = await reply(job, event);
  expect(seen.golden).toMatchSnapshot();
  expect((await comments(event)).map(({ user, body }) => [user.login, body.split('\n')[0]])).toEqual([
    ['wanda', 'Quoting:'],
    ['github-actions[bot]', 'It is a demo.'],
  ]);
});

test('in an issue that was deleted meanwhile it fails with what to do', async () => {
  const event = await ask();
  const job = await publisher(event);
  stage.fault('GET', /\/comments/, { status: 410 }, {});
  const seen = await reply(job, event);
  expect([seen.exitCode, seen.outputs['failure']]).toEqual([1, expect.stringMatching(/is not there any more/)]);
});

test('a text of a pipeline is posted once for a run, also when the run is run again, and nobody in it is called', async () => {
  const event = await ask();
  const run = stage.run(event);
  const job = await stage.job(run, event, { name: 'reply', permissions: { issues: 'write' } });
  const text = 'It adds up, @mallory. <!-- codex-worker:reply request=issue-1 outcome=answered run=1.1 -->';
  const first = await reply(job, event, { text });
  const again = await stage.job({ ...run, attempt: 2 }, event, { name: 'reply', permissions: { issues: 'write' } });
  expect((await reply(again, event, { text })).outputs).toEqual(first.outputs);
  expect((await bodies(event)).map(plain)).toMatchSnapshot();
  // Another text of the same run is another reply.
  await reply(again, event, { text: 'And it is fast.' });
  expect(await bodies(event)).toHaveLength(2);
});

test("a team's own texts are said, and those that are wrong in English, with a warning", async () => {
  const event = await ask();
  const texts = JSON.stringify({ 'facts.tokens': '{tokens} Token', openned: 'x', 'facts.time': 'Dauer' });
  const seen = await reply(await publisher(event), event, { texts });
  const [body = ''] = await bodies(event);
  expect(body).toContain('<summary>1,200 Token · 7 s</summary>');
  expect(body).toContain('- Time: 7 s');
  expect(seen.golden.match(/##\[warning\].*/g)).toEqual([
    '##[warning]The input "texts" has "openned", which is no text of this release. Write "opened": until then, English is spoken.',
    '##[warning]The input "texts" leaves {time} out of "facts.time". Use each of {time}: until then, English is spoken.',
  ]);
});
