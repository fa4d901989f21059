import { expect, test } from 'vitest';
import { startsFor } from '../engine/triggers.ts';
import { openGitHub, runRecord } from './open-github.ts';

const sweeper = `name: Sweep
on:
  schedule:
    - cron: '0 * * * *'
    - cron: '30 5 * * 1'
jobs: {}
`;
const files = new Map([
  ['.github/workflows/sweep.yml', sweeper],
  ['.github/workflows/other.yml', "on: { schedule: [{ cron: '5 4 * * *' }], push: {} }\njobs: {}\n"],
  ['.github/workflows/ci.yml', 'on: push\njobs: {}\n'],
]);

test('the time comes for every schedule of the default branch, each an event for its workflow alone', async () => {
  const { github, events } = await openGitHub({ extraFiles: files });
  expect((await fetch(`${github.api}/_lab/schedule`, { method: 'POST' })).status).toBe(200);
  expect(events.map(({ payload }) => [payload['workflow'], payload['schedule']])).toEqual([
    ['.github/workflows/other.yml', '5 4 * * *'],
    ['.github/workflows/sweep.yml', '0 * * * *'],
    ['.github/workflows/sweep.yml', '30 5 * * 1'],
  ]);
  const [event] = events;
  expect(event).toMatchObject({ name: 'schedule', ref: 'refs/heads/main', byJob: false });
  expect(Object.keys(event?.payload ?? {}).sort()).toEqual(['organization', 'repository', 'schedule', 'workflow']);
  const on = { kind: 'sequence', items: [{ kind: 'literal', value: 'schedule', at: { line: 0, column: 0 } }] } as const;
  const starts = (path: string) =>
    event !== undefined && startsFor({ ...on, at: { line: 0, column: 0 } }, event, `.github/workflows/${path}`);
  expect([starts('other.yml'), starts('sweep.yml')]).toEqual([true, false]);
});

test('one workflow can be chosen by its file', async () => {
  const { github, events } = await openGitHub({ extraFiles: files });
  await fetch(`${github.api}/_lab/schedule`, { method: 'POST', body: '{"workflow":"other.yml"}' });
  expect(events.map(({ payload }) => payload['schedule'])).toEqual(['5 4 * * *']);
});

test('runs are listed by status, event and time', async () => {
  const lab = await openGitHub();
  const sha = 'a'.repeat(40);
  lab.runs.push(
    runRecord(500, sha, { createdAt: '2026-11-20T10:00:00Z' }),
    runRecord(600, sha, { createdAt: '2026-11-22T10:00:00Z', event: 'schedule' }),
    runRecord(700, sha, { createdAt: '2026-11-22T11:00:00Z', status: 'completed', conclusion: 'cancelled' }),
  );
  const { rest } = lab.client(lab.jobToken({ actions: 'read' }));
  const ids = async (filter: Parameters<typeof rest.actions.listWorkflowRunsForRepo>[0]) =>
    (await rest.actions.listWorkflowRunsForRepo(filter)).data.workflow_runs.map(({ id }) => id);
  const demo = { owner: 'octo-org', repo: 'demo' };
  expect(await ids({ ...demo, created: '>=2026-11-22' })).toEqual([700, 600]);
  expect(await ids({ ...demo, created: '>=2026-11-22', status: 'in_progress' })).toEqual([600]);
  expect(await ids({ ...demo, status: 'cancelled' })).toEqual([700]);
  expect(await ids({ ...demo, event: 'issues', per_page: 1 })).toEqual([700]);
  await expect(ids({ ...demo, created: 'soon' })).rejects.toMatchObject({ status: 422 });
});

test('a dispatch to the repository is refused beyond its limits', async () => {
  const { github, client } = await openGitHub();
  const send = (event_type: string, client_payload: Record<string, string>) =>
    client(github.tokens.writer).rest.repos.createDispatchEvent({
      owner: 'octo-org',
      repo: 'demo',
      event_type,
      client_payload,
    });
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`key${at}`, '']));
  await expect(send('drain', many)).rejects.toMatchObject({
    status: 422,
    message: expect.stringContaining('12 were supplied'),
  });
  await expect(send('drain', { text: 'x'.repeat(65_536) })).rejects.toMatchObject({ status: 422 });
  await expect(send('x'.repeat(101), {})).rejects.toMatchObject({ status: 422 });
  expect((await send('drain', { thread: 'issue-1' })).status).toBe(204);
});
