import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Octokit } from '@octokit/rest';
import { onTestFinished } from 'vitest';
import type { Engine, JobRecord, LabEvent, Permissions, RunRecord } from '../run.ts';
import { type LabGitHub, type LabGitHubOptions, startLabGitHub } from './lab-github.ts';

/** A local GitHub for one test, with an engine that runs nothing and remembers every event. */
export interface TestGitHub {
  readonly github: LabGitHub;
  readonly events: readonly LabEvent[];
  /** Runs that the API shows; tests add to them. */
  readonly runs: RunRecord[];
  /** An Octokit client with this token; without one, of nobody. */
  client(token?: string): Octokit;
  /** A job's token with these permissions. */
  jobToken(permissions: Permissions, runId?: number): string;
}

/** `octo-org/demo`, with a README and a workflow unless the test brings files of its own. */
export async function openGitHub(
  options: Partial<LabGitHubOptions> = {},
  atEnd: (close: () => Promise<void>) => void = onTestFinished,
): Promise<TestGitHub> {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'lab-github-'));
  const github = await startLabGitHub({ dataDir, owner: 'octo-org', name: 'demo', extraFiles: demoFiles, ...options });
  atEnd(async () => {
    await github.close();
    await rm(dataDir, { recursive: true, force: true, maxRetries: 3 });
  });
  const events: LabEvent[] = [];
  const runs: RunRecord[] = [];
  github.attach(rememberingEngine(events, runs));
  return {
    github,
    events,
    runs,
    client: (token) =>
      new Octokit({ baseUrl: github.api, ...(token === undefined ? {} : { auth: token }), log: silent }),
    jobToken: (permissions, runId = 1) => github.mintJobToken(permissions, { runId, jobId: runId + 1, name: 'agent' }),
  };
}

const demoFiles = new Map([
  ['README.md', '# Demo\n'],
  ['src/app.js', 'console.log(1);\n'],
  [
    '.github/workflows/codex.yml',
    `name: Codex
on:
  workflow_dispatch:
    inputs:
      prompt: { required: true }
      effort: { type: choice, options: [low, high], default: low }
jobs: {}
`,
  ],
  ['.github/workflows/ci.yml', 'name: CI\non: push\njobs: {}\n'],
]);

const ignore = () => {};
const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** Every event makes one run, which stands still. */
function rememberingEngine(events: LabEvent[], runs: RunRecord[]): Engine {
  const find = (id: number) => runs.find((run) => run.id === id);
  return {
    runs,
    async dispatch(event) {
      events.push(event);
      return event.name === 'workflow_dispatch' ? [4_242] : [];
    },
    cancel(id) {
      const run = find(id);
      if (run === undefined || run.status === 'completed') return false;
      run.status = 'completed';
      run.conclusion = 'cancelled';
      return true;
    },
    rerun(id) {
      const run = find(id);
      if (run?.status !== 'completed') return false;
      run.status = 'queued';
      run.conclusion = null;
      run.attempt += 1;
      return true;
    },
    concurrencyGroups: () =>
      runs.length === 0
        ? []
        : [
            {
              name: 'codex-worker-issue-1',
              acquiredAt: '2026-11-22T10:00:00Z',
              holder: { runId: runs[0]?.id ?? 0, job: 'agent', lease: 'job' },
              pending: runs.slice(1).map(({ id }) => ({ runId: id, job: 'agent', lease: 'job' })),
            },
          ],
    idle: async () => {},
  };
}

/** A run of the demo workflow with one job. */
export function runRecord(id: number, headSha: string, parts: Partial<RunRecord> = {}): RunRecord {
  const at = '2026-11-22T10:00:00Z';
  const job: JobRecord = {
    id: id + 1,
    name: 'agent',
    status: 'in_progress',
    conclusion: null,
    startedAt: at,
    completedAt: null,
    permissions: { contents: 'read' },
    group: 'codex-worker-issue-1',
    steps: [
      { number: 1, name: 'Check out', status: 'completed', conclusion: 'success', startedAt: at, completedAt: at },
      { number: 2, name: 'Run Codex', status: 'in_progress', conclusion: null, startedAt: at, completedAt: null },
    ],
    outputs: {},
    annotations: [],
    summary: '',
  };
  return {
    id,
    number: 1,
    attempt: 1,
    path: '.github/workflows/codex.yml',
    workflowName: 'Codex',
    displayTitle: 'Fix the greeting',
    event: 'issues',
    headBranch: 'main',
    headSha,
    actor: 'wanda',
    triggeringActor: 'wanda',
    headRepository: 'octo-org/demo',
    referencedWorkflows: [],
    status: 'in_progress',
    conclusion: null,
    createdAt: at,
    startedAt: at,
    updatedAt: at,
    jobs: [job],
    payload: {},
    log: 'hello from the log\n',
    ...parts,
  };
}
