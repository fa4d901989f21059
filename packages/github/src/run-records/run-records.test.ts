import type { JobRecord } from '@codex-worker/lab/run';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DemoGitHub, demoGitHub } from '../demo-github.ts';
import { demoRun } from '../demo-run.ts';
import { runRecords } from './run-records.ts';

let github: DemoGitHub;
beforeAll(async () => {
  github = await demoGitHub();
  github.lab.attach({
    runs: [{ ...demoRun(500), jobs: jobs() }],
    dispatch: async () => [],
    cancel: () => false,
    rerun: () => false,
    concurrencyGroups: () => [],
    idle: async () => {},
  });
});
afterAll(() => github[Symbol.asyncDispose]());

/** A drain that served as many heads as it may. */
const jobs = (): JobRecord[] =>
  Array.from({ length: 20 }, (_, at) => `drain / head ${at + 1}`).flatMap((head, at) =>
    ['next', 'thread / agent', 'thread / publish', 'notify', 'remove', 'more'].map((job, i) => ({
      id: at * 10 + i + 1,
      name: `${head} / ${job}`,
      status: 'completed' as const,
      conclusion: 'success' as const,
      startedAt: '2026-03-01T10:00:00Z',
      completedAt: '2026-03-01T10:01:00Z',
      permissions: {},
      group: null,
      steps: [],
      outputs: {},
      annotations: [],
      summary: '',
    })),
  );

const namesBelow = async (below?: string) => {
  const records = runRecords(github.job({ actions: 'read' }), github.run, below);
  return (await records.jobs()).map(({ name }) => name);
};

test('a run with more jobs than one page tells all of them', async () => {
  expect(await namesBelow()).toHaveLength(120);
});

test('the jobs below one are told apart by its whole name', async () => {
  expect(await namesBelow('head 2')).toEqual(
    ['next', 'thread / agent', 'thread / publish', 'notify', 'remove', 'more'].map((job) => `drain / head 2 / ${job}`),
  );
});
