import type { JobRecord } from '@codex-worker/lab/run';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { demoRun } from '../demo-run.ts';
import { type CountedJobs, runRecords } from './run-records.ts';

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
  github.lab.attach({
    runs: [
      { ...demoRun(500), jobs: drainJobs() },
      { ...demoRun(501), jobs: callerJobs() },
    ],
    dispatch: async () => [],
    cancel: () => false,
    rerun: () => false,
    concurrencyGroups: () => [],
    idle: async () => {},
  });
});
afterAll(() => github[Symbol.asyncDispose]());

const job = (id: number, name: string, status: JobRecord['status'] = 'completed'): JobRecord => ({
  id,
  name,
  status,
  conclusion: status === 'completed' ? 'success' : null,
  startedAt: '2026-03-01T10:00:00Z',
  completedAt: status === 'completed' ? '2026-03-01T10:01:00Z' : null,
  permissions: {},
  group: null,
  steps: [],
  outputs: {},
  annotations: [],
  summary: '',
});

const inHead = ['next', 'thread / agent', 'thread / publish', 'notify', 'remove', 'more'];

/** A drain that served as many heads as it may. */
function drainJobs(): JobRecord[] {
  const heads = Array.from({ length: 20 }, (_, at) => `drain / head ${at + 1}`);
  return heads.flatMap((head) => inHead.map((name) => `${head} / ${name}`)).map((name, at) => job(at + 1, name));
}

/** A workflow that calls the worker beside jobs of its own. */
const callerJobs = (): JobRecord[] => [
  job(201, 'lint'),
  job(202, 'notify', 'queued'),
  job(203, 'codex / route'),
  job(204, 'codex / thread / agent'),
  job(205, 'codex / notify', 'in_progress'),
];

async function names(runId: number, which: CountedJobs): Promise<readonly string[]> {
  const records = runRecords(github.job({ actions: 'read' }), { ...github.run, runId }, which);
  return (await records.jobs()).map(({ name }) => name);
}

test('a run with more jobs than one page tells all of them', async () => {
  expect(await names(500, { beside: undefined })).toHaveLength(120);
});

test('the jobs below one are told apart by its whole name', async () => {
  expect(await names(500, { below: 'head 2' })).toEqual(inHead.map((name) => `drain / head 2 / ${name}`));
});

test('jobs that the caller runs beside the worker do not count', async () => {
  expect(await names(501, { beside: 'notify' })).toEqual(['codex / route', 'codex / thread / agent', 'codex / notify']);
});

test('where the job that asks cannot be told, all jobs count', async () => {
  expect(await names(501, { beside: 'tell' })).toHaveLength(5);
});

test('artifacts of a run come from all pages, the newest last', async () => {
  const url = `${github.lab.api}/repos/octo-org/demo/actions/runs/500/artifacts?per_page=100`;
  const page = (artifacts: readonly object[], headers: Readonly<Record<string, string>> = {}) =>
    github.lab.faults.add({
      method: 'GET',
      path: /\/artifacts\b/,
      times: 1,
      when: 'before',
      effect: { kind: 'answer', status: 200, headers, body: { total_count: 3, artifacts } },
    });
  page(
    [
      { id: 9, name: 'page' },
      { id: 8, name: 'log' },
    ],
    { link: `<${url}&page=2>; rel="next"` },
  );
  page([{ id: 3, name: 'page' }]);
  const records = runRecords(github.job({ actions: 'read' }), github.run, { beside: undefined });
  expect((await records.artifacts()).map(({ id }) => id)).toEqual([3, 8, 9]);
});
