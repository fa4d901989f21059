import { expect, test } from 'vitest';
import { openGitHub } from './open-github.ts';

const demo = { owner: 'octo-org', repo: 'demo' };
const issue = { ...demo, issue_number: 1 };

/** `rick`, who reads, has opened #1 and commented on it; `tara` triages. */
async function openThread() {
  let time = Date.parse('2026-11-22T10:00:00Z');
  const lab = await openGitHub({ people: [{ login: 'tara', role: 'triage' }], now: () => new Date(time) });
  const rick = lab.client(lab.github.tokens.reader);
  await rick.rest.issues.create({ ...demo, title: 'Greet', body: 'Say hi.' });
  const comment = { ...demo, comment_id: (await rick.rest.issues.createComment({ ...issue, body: 'Now?' })).data.id };
  time += 60_000;
  return {
    ...lab,
    rick,
    comment,
    wanda: lab.client(lab.github.tokens.writer),
    tara: lab.client(lab.github.tokenFor('tara')),
    sam: lab.client(lab.github.tokens.stranger),
  };
}

test("a writer edits somebody's issue: the event names the editor and what was there before", async () => {
  const { wanda, events } = await openThread();
  const { data } = await wanda.rest.issues.update({ ...issue, title: 'Greet all', body: 'Say hello.' });
  expect(data).toMatchObject({ user: { login: 'rick' }, updated_at: '2026-11-22T10:01:00Z' });
  expect(events.at(-1)).toMatchObject({
    name: 'issues',
    actor: 'wanda',
    payload: {
      action: 'edited',
      changes: { title: { from: 'Greet' }, body: { from: 'Say hi.' } },
      issue: { body: 'Say hello.', user: { login: 'rick' } },
      sender: { login: 'wanda' },
    },
  });
});

test("a writer edits somebody's comment: the event names the editor and what was there before", async () => {
  const { wanda, comment, events } = await openThread();
  const { data } = await wanda.rest.issues.updateComment({ ...comment, body: 'Soon?' });
  expect(data).toMatchObject({ user: { login: 'rick' }, updated_at: '2026-11-22T10:01:00Z' });
  expect(events.at(-1)).toMatchObject({
    name: 'issue_comment',
    actor: 'wanda',
    payload: { action: 'edited', changes: { body: { from: 'Now?' } }, comment: { user: { login: 'rick' } } },
  });
});

test('the same text again is no edit', async () => {
  const { wanda, comment, events } = await openThread();
  const before = events.length;
  await wanda.rest.issues.update({ ...issue, title: 'Greet', body: 'Say hi.' });
  const { data } = await wanda.rest.issues.updateComment({ ...comment, body: 'Now?' });
  expect(events).toHaveLength(before);
  const { data: thread } = await wanda.rest.issues.get(issue);
  expect([data.updated_at, thread.updated_at]).toEqual(['2026-11-22T10:00:00Z', '2026-11-22T10:00:00Z']);
});

test('what others wrote is for writers to change: triage closes and labels, strangers do nothing', async () => {
  const { tara, sam, comment, rick } = await openThread();
  const refused = { status: 403, message: expect.stringContaining('Must have admin rights to Repository.') };
  for (const other of [tara, sam]) {
    await expect(other.rest.issues.update({ ...issue, body: 'x' })).rejects.toMatchObject(refused);
    await expect(other.rest.issues.updateComment({ ...comment, body: 'x' })).rejects.toMatchObject(refused);
    await expect(other.rest.issues.deleteComment(comment)).rejects.toMatchObject(refused);
  }
  await expect(sam.rest.issues.update({ ...issue, state: 'closed' })).rejects.toMatchObject(refused);
  expect((await tara.rest.issues.update({ ...issue, state: 'closed' })).data.state).toBe('closed');
  expect((await rick.rest.issues.update({ ...issue, body: 'Mine' })).data.body).toBe('Mine');
});

test('a label that does not exist is made by a writer and by `issues: write`, and by nobody else', async () => {
  const { tara, wanda, client, jobToken } = await openThread();
  const refused = {
    status: 403,
    message: expect.stringContaining('You do not have permission to create labels on this repository.'),
  };
  await expect(tara.rest.issues.addLabels({ ...issue, labels: ['new'] })).rejects.toMatchObject(refused);
  expect((await wanda.rest.issues.addLabels({ ...issue, labels: ['new'] })).data).toMatchObject([{ name: 'new' }]);
  const job = client(jobToken({ issues: 'write' }));
  expect((await job.rest.issues.addLabels({ ...issue, labels: ['newer'] })).data).toHaveLength(2);
  await tara.rest.issues.setLabels({ ...issue, labels: ['newer'] });
});

test('threads are listed by what changed last', async () => {
  const { wanda, rick } = await openThread();
  await rick.rest.issues.create({ ...demo, title: 'Second' });
  await wanda.rest.issues.update({ ...issue, state: 'closed' });
  const list = async (query: object) =>
    (await rick.rest.issues.listForRepo({ ...demo, sort: 'updated', ...query })).data.map(({ number }) => number);
  expect(await list({ state: 'all', since: '2026-11-22T10:01:00Z', direction: 'asc' })).toEqual([1, 2]);
  expect(await list({ state: 'all', since: '2026-11-22T10:02:00Z' })).toEqual([]);
});
