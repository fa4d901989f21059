import { expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };

/** The status and message of a request that must be refused. */
async function refused(request: Promise<unknown>) {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const { status, message } = error as { status: number; message: string };
  return { status, message: message?.split(' - http')[0] };
}

test('an issue is opened, read, listed, edited, closed and opened again', async () => {
  const { github, client, events } = await openGitHub();
  const { rest } = client(github.tokens.writer);
  const opened = await rest.issues.create({
    ...demo,
    title: 'Fix the greeting',
    body: 'It says hi.',
    labels: ['codex'],
  });
  expect(opened).toMatchObject({ status: 201, data: { number: 1, user: { login: 'wanda' }, comments: 0 } });
  expect(opened.data.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);

  await rest.issues.update({
    ...demo,
    issue_number: 1,
    title: 'Mend the greeting',
    state: 'closed',
    state_reason: 'not_planned',
  });
  expect((await rest.issues.listForRepo(demo)).data).toEqual([]);
  const { data } = await rest.issues.get({ ...demo, issue_number: 1 });
  expect(data).toMatchObject({
    title: 'Mend the greeting',
    state: 'closed',
    state_reason: 'not_planned',
    closed_by: { login: 'wanda' },
  });
  await rest.issues.update({ ...demo, issue_number: 1, state: 'open' });
  expect((await rest.issues.get({ ...demo, issue_number: 1 })).data).toMatchObject({
    state: 'open',
    state_reason: 'reopened',
    closed_at: null,
  });

  expect(events.map(({ name, payload }) => [name, payload['action']])).toEqual([
    ['issues', 'opened'],
    ['issues', 'labeled'],
    ['issues', 'edited'],
    ['issues', 'closed'],
    ['issues', 'reopened'],
  ]);
  expect(events[2]?.payload['changes']).toEqual({ title: { from: 'Fix the greeting' } });
});

test('an event names its actor, the default branch and its head', async () => {
  const { github, client, events } = await openGitHub();
  await client(github.tokens.stranger).rest.issues.create({ ...demo, title: 'Hello' });
  const main = await client().rest.git.getRef({ ...demo, ref: 'heads/main' });
  expect(events[0]).toMatchObject({ actor: 'sam', byJob: false, ref: 'refs/heads/main', sha: main.data.object.sha });
});

test('an event that a job causes says so', async () => {
  const { client, jobToken, events } = await openGitHub();
  await client(jobToken({ issues: 'write' })).rest.issues.create({ ...demo, title: 'Hello' });
  expect(events[0]).toMatchObject({ actor: 'github-actions[bot]', byJob: true });
});

test('labels, assignees and type of somebody who may not set them are dropped', async () => {
  const { github, client } = await openGitHub();
  const { data } = await client(github.tokens.stranger).rest.issues.create({
    ...demo,
    title: 'Hello',
    labels: ['codex'],
    assignees: ['wanda'],
  });
  expect(data).toMatchObject({ labels: [], assignees: [] });
});

test('an issue takes labels, assignees and a type from a writer', async () => {
  const { github, client, events } = await openGitHub();
  const { rest, request } = client(github.tokens.writer);
  await rest.issues.create({ ...demo, title: 'Hello' });
  const added = await rest.issues.addLabels({ ...demo, issue_number: 1, labels: ['codex', 'bug'] });
  expect(added.data.map(({ name }) => name)).toEqual(['codex', 'bug']);
  await rest.issues.removeLabel({ ...demo, issue_number: 1, name: 'bug' });
  expect(await refused(rest.issues.removeLabel({ ...demo, issue_number: 1, name: 'bug' }))).toMatchObject({
    status: 404,
    message: 'Label does not exist',
  });
  await rest.issues.addAssignees({ ...demo, issue_number: 1, assignees: ['wanda', 'sam'] });
  await request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', { ...demo, issue_number: 1, type: 'Bug' });
  expect((await rest.issues.get({ ...demo, issue_number: 1 })).data).toMatchObject({
    labels: [{ name: 'codex' }],
    assignees: [{ login: 'wanda' }],
    type: { name: 'Bug' },
  });
  expect((await rest.issues.listLabelsForRepo(demo)).data.map(({ name }) => name)).toEqual(['codex', 'bug']);
  expect(events.map(({ payload }) => payload['action'])).toEqual([
    'opened',
    'labeled',
    'labeled',
    'unlabeled',
    'assigned',
    'typed',
  ]);
});

test('a comment is written, read, edited and deleted, each with its event', async () => {
  const { github, client, events } = await openGitHub();
  const { rest } = client(github.tokens.reader);
  await rest.issues.create({ ...demo, title: 'Hello' });
  const { data: comment, status } = await rest.issues.createComment({ ...demo, issue_number: 1, body: 'And then?' });
  expect(status).toBe(201);
  expect(comment.html_url).toBe(`${github.server}/octo-org/demo/issues/1#issuecomment-${comment.id}`);
  await rest.issues.updateComment({ ...demo, comment_id: comment.id, body: 'And now?' });
  expect((await rest.issues.getComment({ ...demo, comment_id: comment.id })).data.body).toBe('And now?');
  expect((await rest.issues.get({ ...demo, issue_number: 1 })).data.comments).toBe(1);
  await rest.issues.deleteComment({ ...demo, comment_id: comment.id });
  expect((await rest.issues.listComments({ ...demo, issue_number: 1 })).data).toEqual([]);
  expect(events.slice(1).map(({ name, payload }) => [name, payload['action']])).toEqual([
    ['issue_comment', 'created'],
    ['issue_comment', 'edited'],
    ['issue_comment', 'deleted'],
  ]);
  expect(events[2]?.payload['changes']).toEqual({ body: { from: 'And then?' } });
});

test('lists come in pages, and `since` leaves out what is older', async () => {
  let time = Date.parse('2026-11-22T10:00:00Z');
  const { github, client } = await openGitHub({ now: () => new Date(time) });
  const octokit = client(github.tokens.writer);
  await octokit.rest.issues.create({ ...demo, title: 'Hello' });
  for (let at = 1; at <= 5; at += 1) {
    time += 60_000;
    await octokit.rest.issues.createComment({ ...demo, issue_number: 1, body: `Number ${at}` });
  }
  const first = await octokit.rest.issues.listComments({ ...demo, issue_number: 1, per_page: 2 });
  expect(first.headers.link).toContain('page=2>; rel="next"');
  expect(first.headers.link).toContain('page=3>; rel="last"');
  const all = await octokit.paginate(octokit.rest.issues.listComments, { ...demo, issue_number: 1, per_page: 2 });
  expect(all.map(({ body }) => body)).toEqual(['Number 1', 'Number 2', 'Number 3', 'Number 4', 'Number 5']);
  const recent = await octokit.rest.issues.listCommentsForRepo({
    ...demo,
    since: '2026-11-22T10:04:00Z',
    sort: 'created',
    direction: 'desc',
  });
  expect(recent.data.map(({ body }) => body)).toEqual(['Number 5', 'Number 4']);
});

test('a reaction is made once, counted, listed and taken back', async () => {
  const { github, client } = await openGitHub();
  const { rest } = client(github.tokens.writer);
  await rest.issues.create({ ...demo, title: 'Hello' });
  const made = await rest.reactions.createForIssue({ ...demo, issue_number: 1, content: 'eyes' });
  const again = await rest.reactions.createForIssue({ ...demo, issue_number: 1, content: 'eyes' });
  expect([made.status, again.status, made.data.id === again.data.id]).toEqual([201, 200, true]);
  expect((await rest.issues.get({ ...demo, issue_number: 1 })).data.reactions).toMatchObject({
    total_count: 1,
    eyes: 1,
    '+1': 0,
  });
  expect((await rest.reactions.listForIssue({ ...demo, issue_number: 1 })).data).toHaveLength(1);
  await rest.reactions.deleteForIssue({ ...demo, issue_number: 1, reaction_id: made.data.id });
  const { data: comment } = await rest.issues.createComment({ ...demo, issue_number: 1, body: 'Hi' });
  await rest.reactions.createForIssueComment({ ...demo, comment_id: comment.id, content: 'rocket' });
  expect((await rest.issues.getComment({ ...demo, comment_id: comment.id })).data.reactions).toMatchObject({
    total_count: 1,
    rocket: 1,
  });
  expect((await rest.issues.get({ ...demo, issue_number: 1 })).data.reactions).toMatchObject({ total_count: 0 });
});

test('a locked thread takes comments from writers only, and none from a job', async () => {
  const { github, client, jobToken } = await openGitHub();
  const writer = client(github.tokens.writer);
  await writer.rest.issues.create({ ...demo, title: 'Hello' });
  await writer.rest.issues.lock({ ...demo, issue_number: 1 });
  const say = (token: string) => client(token).rest.issues.createComment({ ...demo, issue_number: 1, body: 'Hi' });
  expect((await say(github.tokens.writer)).status).toBe(201);
  const locked = { status: 403, message: 'Unable to create comment because issue is locked.' };
  expect(await refused(say(github.tokens.reader))).toMatchObject(locked);
  expect(await refused(say(jobToken({ issues: 'write' })))).toMatchObject(locked);
  await writer.rest.issues.unlock({ ...demo, issue_number: 1 });
  expect((await say(github.tokens.reader)).status).toBe(201);
});

test('text over the limit, empty text and text of another type are refused', async () => {
  const { github, client } = await openGitHub();
  const { rest, request } = client(github.tokens.writer);
  await rest.issues.create({ ...demo, title: 'Hello' });
  const say = (body: unknown) => request('POST /repos/{owner}/{repo}/issues/1/comments', { ...demo, body });
  expect((await say('🦊'.repeat(65_536))).status).toBe(201);
  expect((await refused(say('🦊'.repeat(65_537)))).message).toContain('Body is too long (maximum is 65536 characters)');
  expect((await refused(say(''))).status).toBe(422);
  expect((await refused(say(7))).message).toContain("For 'properties/body', 7 is not a string.");
  expect((await refused(rest.issues.create({ ...demo, title: 'Hello', body: 'x'.repeat(65_537) }))).status).toBe(422);
  expect((await refused(rest.issues.create({ ...demo, title: 'x'.repeat(257) }))).status).toBe(422);
  const malformed = await fetch(`${github.api}/repos/octo-org/demo/issues`, {
    method: 'POST',
    headers: { authorization: `token ${github.tokens.writer}` },
    body: '{"title":',
  });
  expect([malformed.status, await malformed.json()]).toMatchObject([400, { message: 'Problems parsing JSON' }]);
});

test('a transferred issue answers with its new place, and a deleted one is gone', async () => {
  const { github, client, events } = await openGitHub();
  const { rest } = client(github.tokens.writer);
  await rest.issues.create({ ...demo, title: 'One' });
  await rest.issues.create({ ...demo, title: 'Two' });
  await fetch(`${github.api}/_lab/issues/1/transfer`, { method: 'POST' });
  await fetch(`${github.api}/_lab/issues/2/delete`, { method: 'POST' });
  const moved = await fetch(`${github.api}/repos/octo-org/demo/issues/1`, { redirect: 'manual' });
  expect([moved.status, moved.headers.get('location')]).toEqual([301, `${github.api}/repositories/700000002/issues/1`]);
  expect((await refused(rest.issues.createComment({ ...demo, issue_number: 1, body: 'Hi' }))).status).toBe(404);
  expect((await refused(rest.issues.get({ ...demo, issue_number: 2 }))).status).toBe(410);
  expect((await rest.issues.listForRepo({ ...demo, state: 'all' })).data).toEqual([]);
  expect(events.slice(2).map(({ payload }) => payload['action'])).toEqual(['transferred', 'deleted']);
});
