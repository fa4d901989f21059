import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { conversation } from './conversation.ts';

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
});
beforeEach(() => github.lab.faults.clear());
afterAll(() => github[Symbol.asyncDispose]());

const talk = () => conversation(github.job({ issues: 'write' }));
const issue = async () => ({ kind: 'issue', number: await github.openIssue() }) as const;

test('facts are those of the issue as it is now', async () => {
  const thread = await issue();
  expect(await talk().facts(thread)).toEqual({
    title: 'Add up',
    body: 'Make sum() add up.',
    open: true,
    merged: false,
    locked: false,
    author: expect.objectContaining({ login: 'wanda', type: 'User' }),
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
    url: `${github.lab.server}/octo-org/demo/issues/${thread.number}`,
  });
  await github.as(github.lab.tokens.owner, 'PATCH', `/issues/${thread.number}`, { state: 'closed' });
  expect(await talk().facts(thread)).toMatchObject({ open: false });
});

for (const departure of ['transfer', 'delete']) {
  test(`a thread is gone after a ${departure}`, async () => {
    const thread = await issue();
    await fetch(`${github.lab.api}/_lab/issues/${thread.number}/${departure}`, { method: 'POST' });
    await expect(talk().facts(thread)).rejects.toMatchObject({ code: 'thread-gone' });
    await expect(talk().post(thread, 'Hello')).rejects.toMatchObject({ code: 'thread-gone' });
  });
}

test('the newest comments of a long thread take three calls', async () => {
  const thread = await issue();
  for (let i = 1; i <= 310; i += 1) {
    await github.as(github.lab.tokens.writer, 'POST', `/issues/${thread.number}/comments`, { body: `comment ${i}` });
  }
  const before = github.lab.requests.length;
  const newest = await talk().newestComments(thread);
  expect(github.lab.requests.length - before).toBe(3);
  expect([newest.length, newest[0]?.body, newest.at(-1)?.body]).toEqual([110, 'comment 201', 'comment 310']);
});

for (const { when, effect, after } of [
  { when: 'the connection breaks after GitHub took it', effect: 'drop', after: true },
  { when: 'the answer is 502 after GitHub took it', effect: { status: 502 }, after: true },
  { when: 'the connection breaks before', effect: 'drop', after: false },
  { when: 'the answer is 502 before', effect: { status: 502 }, after: false },
] as const) {
  test(`a reply is posted exactly once when ${when}`, async () => {
    const thread = await issue();
    github.fault('POST', /comments$/, effect, after ? { after } : {});
    const posted = await talk().post(thread, 'The answer\r\n\n<!-- marker -->');
    const comments = await talk().newestComments(thread);
    expect(comments).toHaveLength(1);
    expect(comments[0]).toMatchObject({ id: posted.id, url: posted.url, author: { login: 'github-actions[bot]' } });
  });
}

test('where another workflow left a review unsubmitted, an answer on code stands in the conversation', async () => {
  const { owner } = github.lab.tokens;
  const { object } = (await github.as(owner, 'GET', '/git/ref/heads/main')) as { object: { sha: string } };
  await github.as(owner, 'POST', '/git/refs', { ref: 'refs/heads/feature', sha: object.sha });
  await github.as(owner, 'PUT', '/contents/sum.ts', { message: 'Add', content: 'eAo=', branch: 'feature' });
  const opened = await github.as(owner, 'POST', '/pulls', { head: 'feature', base: 'main', title: 'Add up' });
  const number = Number(opened['number']);
  const { sha } = opened['head'] as { sha: string };
  const place = { commit_id: sha, path: 'sum.ts', line: 1, side: 'RIGHT', body: 'Why?' };
  const { id } = await github.as(owner, 'POST', `/pulls/${number}/comments`, place);
  const job = github.job({ issues: 'write', 'pull-requests': 'write' });
  // The login of all workflows is the same.
  await github.as(job.token, 'POST', `/pulls/${number}/reviews`, { body: 'Not yet' });
  const thread = { kind: 'pr', number } as const;
  const { url } = await conversation(job).post(thread, 'Because.', Number(id));
  expect(url).toContain(`/pull/${number}#issuecomment-`);
});

test('reading goes on after GitHub failed for a moment', async () => {
  const thread = await issue();
  github.fault('GET', /issues/, { status: 503 }, { times: 2 });
  expect(await talk().facts(thread)).toMatchObject({ title: 'Add up' });
});

test('GitHub that stays away is a failure that names the call', async () => {
  const thread = await issue();
  github.fault('GET', /issues/, { status: 503 }, { times: 10 });
  await expect(talk().facts(thread)).rejects.toMatchObject({
    code: 'github-unavailable',
    what: `GitHub did not answer GET /repos/octo-org/demo/issues/${thread.number}: Server Error.`,
  });
});

test('a missing permission is named', async () => {
  const thread = await issue();
  await expect(conversation(github.job({ issues: 'read' })).post(thread, 'Hello')).rejects.toMatchObject({
    code: 'permission-missing',
    what: `GitHub refused POST /repos/octo-org/demo/issues/${thread.number}/comments with 403: Resource not accessible by integration.`,
    fix: 'Add "issues: write" to the permissions of the calling job.',
  });
});

for (const { limit, status, headers, body } of [
  {
    limit: 'secondary',
    status: 403,
    headers: { 'retry-after': '1' },
    body: 'You have exceeded a secondary rate limit.',
  },
  {
    limit: 'primary',
    status: 429,
    headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '0' },
    body: 'API rate limit exceeded',
  },
]) {
  test(`a reply waits for a ${limit} rate limit that ends soon`, async () => {
    const thread = await issue();
    const effect = { kind: 'answer', status, headers, body: { message: body } } as const;
    github.lab.faults.add({ method: 'POST', path: /comments$/, times: 2, effect, when: 'before' });
    await talk().post(thread, 'Later');
    expect((await talk().newestComments(thread)).map((comment) => comment.body)).toEqual(['Later']);
  });
}

test('a rate limit that does not end soon is a failure', async () => {
  const thread = await issue();
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Math.round(Date.now() / 1000) + 1800) };
  const effect = { kind: 'answer', status: 403, headers, body: { message: 'API rate limit exceeded' } } as const;
  github.lab.faults.add({ method: 'GET', path: /issues/, times: 1, effect, when: 'before' });
  await expect(talk().facts(thread)).rejects.toMatchObject({
    code: 'github-unavailable',
    what: 'GitHub limits the rate of calls: API rate limit exceeded.',
  });
});

test('an error of GraphQL is no word that nobody edited', async () => {
  const thread = await issue();
  const { id } = await talk().post(thread, 'Hello');
  const port = talk();
  await port.commentsSince(thread, '2020-01-01T00:00:00Z');
  const body = { data: { nodes: [null] }, errors: [{ type: 'FORBIDDEN', message: 'Resource not accessible' }] };
  const effect = { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body } as const;
  github.lab.faults.add({ method: 'POST', path: /graphql/, times: 1, effect, when: 'before' });
  await expect(port.lastEditors(thread, [`comment-${id}`])).rejects.toMatchObject({
    code: 'github-unavailable',
    what: 'GitHub did not tell who edited a request: Resource not accessible.',
  });
});
