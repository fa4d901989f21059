import type { JobRecord } from '@codex-worker/lab/run';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { demoRun } from '../demo-run.ts';
import { failedJobs } from './failed-jobs.ts';

const job = (id: number, name: string, conclusion: JobRecord['conclusion']): JobRecord => ({
  id,
  name,
  status: 'completed',
  conclusion,
  startedAt: '2026-03-01T10:00:00Z',
  completedAt: '2026-03-01T10:01:00Z',
  permissions: {},
  group: null,
  steps: [],
  outputs: {},
  annotations: [],
  summary: '',
});
const jobs = [job(1, 'build', 'success'), job(2, 'test', 'failure'), job(3, 'lint', 'failure')];
const matrix = Array.from({ length: 120 }, (_, n) => job(1000 + n, `test (${n})`, n === 110 ? 'failure' : 'success'));
const log = 'build\tRun make\t2026-03-01T10:00:00Z made\ntest\tRun npm test\t2026-03-01T10:00:01Z 1 failed\n';
const failed = { id: 700, commit: '0'.repeat(40), name: 'CI', url: '' };

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
  github.lab.attach({
    runs: [
      { ...demoRun(700), jobs, log },
      { ...demoRun(701), jobs: matrix },
    ],
    dispatch: async () => [],
    cancel: () => false,
    rerun: () => false,
    concurrencyGroups: () => [],
    idle: async () => {},
  });
});
beforeEach(() => github.lab.faults.clear());
afterAll(() => github[Symbol.asyncDispose]());

test('the jobs that failed are named, and the first tells its own log alone', async () => {
  expect(await failedJobs(github.job({ actions: 'read' }), failed)).toEqual({
    names: ['test', 'lint'],
    log: '2026-03-01T10:00:01Z 1 failed\r\n',
  });
});

test('a job that failed behind a hundred others is named', async () => {
  const run = { ...failed, id: 701 };
  expect(await failedJobs(github.job({ actions: 'read' }), run)).toMatchObject({ names: ['test (110)'] });
});

test.each([404, 410])('a log that is gone (%i) is none', async (status) => {
  github.fault('GET', /\/logs$/, { status });
  expect(await failedJobs(github.job({ actions: 'read' }), failed)).toMatchObject({
    names: ['test', 'lint'],
    log: undefined,
  });
});

test('without actions: read it fails with the permission that is missing', async () => {
  await expect(failedJobs(github.job({ contents: 'read' }), failed)).rejects.toMatchObject({
    fix: expect.stringContaining('actions: read'),
  });
});
