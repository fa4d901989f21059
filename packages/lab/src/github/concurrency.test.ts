import { expect, test } from 'vitest';
import type { ConcurrencyGroup, GroupMember } from '../run.ts';
import { openGitHub, runRecord } from './open-github.ts';

const demo = '/repos/octo-org/demo/actions';
const waits = (runId: number, lease: GroupMember['lease'], job?: string): GroupMember => ({ runId, lease, job });

/** Runs 500 and 600 in groups as an engine lists them. */
async function openGroups(...groups: readonly Pick<ConcurrencyGroup, 'name' | 'holder' | 'pending'>[]) {
  const lab = await openGitHub();
  const sha = 'a'.repeat(40);
  lab.runs.push(runRecord(500, sha), runRecord(600, sha));
  lab.github.attach({
    runs: lab.runs,
    dispatch: async () => [],
    cancel: () => false,
    rerun: () => false,
    concurrencyGroups: () => groups.map((group) => ({ ...group, acquiredAt: '2026-11-22T10:00:00Z' })),
    idle: async () => {},
  });
  const ask = async (path: string, token = lab.jobToken({ actions: 'read' })) => {
    const answer = await fetch(`${lab.github.api}${demo}${path}`, { headers: { authorization: `token ${token}` } });
    return { status: answer.status, body: (await answer.json()) as object, link: answer.headers.get('link') };
  };
  return { ...lab, ask };
}

const runs = (answer: { body: object }) =>
  (answer.body as { group_members: { run_id: number }[] }).group_members.map(({ run_id }) => run_id);

test('who is ahead of a run counts its called workflow, and not a job that waits on its own', async () => {
  const { ask } = await openGroups({
    name: 'Thread',
    holder: waits(400, 'run'),
    pending: [waits(500, 'workflow', 'worker'), waits(600, 'job', 'agent')],
  });
  expect(runs(await ask('/concurrency_groups/thread?ahead_of_run=500'))).toEqual([400, 500]);
  expect((await ask('/concurrency_groups/thread?ahead_of_run=600')).status).toBe(422);
  expect(runs(await ask('/concurrency_groups/thread?ahead_of_job=601'))).toEqual([400, 500, 600]);
  expect((await ask('/concurrency_groups/thread?ahead_of_job=9')).status).toBe(422);
  expect((await ask('/concurrency_groups/thread?ahead_of_job=601&ahead_of_run=500')).status).toBe(422);
  expect((await ask('/concurrency_groups/gone')).status).toBe(404);
});

test('a job inside a called workflow stands where the job that calls it stands', async () => {
  const lab = await openGroups({ name: 'thread', holder: waits(500, 'workflow', 'worker'), pending: [] });
  const [run] = lab.runs;
  run?.jobs.push({ ...run.jobs[0], id: 77, name: 'worker / agent' } as (typeof run.jobs)[number]);
  expect(runs(await lab.ask('/concurrency_groups/thread?ahead_of_job=77'))).toEqual([500]);
});

test('a run lists the groups that it was in, with its own members alone', async () => {
  const { ask } = await openGroups(
    { name: 'deploy', holder: waits(600, 'run'), pending: [waits(500, 'run')] },
    { name: 'other', holder: waits(600, 'run'), pending: [] },
  );
  expect(await ask('/runs/500/concurrency_groups')).toMatchObject({
    status: 200,
    body: {
      total_count: 2,
      concurrency_groups: [
        { group_name: 'deploy', group_members: [{ run_id: 500, status: 'pending', position: 1 }] },
        // Its job is over, or waits elsewhere.
        { group_name: 'codex-worker-issue-1', group_members: [] },
      ],
    },
  });
  expect((await ask('/runs/9/concurrency_groups')).status).toBe(404);
});

test('groups are listed in pages, to those who may read actions', async () => {
  const { ask, jobToken } = await openGroups(
    ...['a', 'b', 'c'].map((name) => ({ name, holder: waits(500, 'run'), pending: [] })),
  );
  const first = await ask('/concurrency_groups?per_page=2');
  expect(first.body).toMatchObject({
    total_count: 3,
    concurrency_groups: [{ group_name: 'a', last_acquired_at: '2026-11-22T10:00:00Z' }, { group_name: 'b' }],
  });
  const [, next = ''] = /<.*\/actions(.*)>; rel="next"/.exec(first.link ?? '') ?? [];
  const second = await ask(next);
  expect([second.body, second.link]).toMatchObject([{ concurrency_groups: [{ group_name: 'c' }] }, null]);
  expect(await ask('/concurrency_groups', jobToken({ contents: 'read' }))).toMatchObject({
    status: 403,
    body: { message: 'Resource not accessible by integration' },
  });
});
