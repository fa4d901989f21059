import type { RunRecord } from '@codex-worker/lab/run';
import type { DemoGitHub } from './demo-github.ts';

/** A run as the lab keeps it. */
export function demoRun(id: number, headRepository = 'octo-org/demo'): RunRecord {
  return {
    id,
    number: id,
    attempt: 1,
    path: '.github/workflows/codex.yml',
    workflowName: 'Codex',
    displayTitle: 'Codex',
    event: 'issue_comment',
    headBranch: 'main',
    headSha: '0'.repeat(40),
    actor: 'wanda',
    triggeringActor: 'wanda',
    headRepository,
    referencedWorkflows: [],
    status: 'completed',
    conclusion: 'success',
    createdAt: '2026-11-01T10:00:00Z',
    startedAt: '2026-11-01T10:00:00Z',
    updatedAt: '2026-11-01T10:00:00Z',
    jobs: [],
    payload: {},
    log: '',
  };
}

/** Plays a job of a run: what the runner puts into the environment of an action. */
export function playRun({ lab, run }: DemoGitHub, runId: number): void {
  Object.assign(process.env, {
    GITHUB_API_URL: lab.api,
    GITHUB_SERVER_URL: lab.server,
    GITHUB_REPOSITORY: 'octo-org/demo',
    ACTIONS_RESULTS_URL: lab.api,
    ACTIONS_RUNTIME_TOKEN: lab.mintRuntimeToken({ runId, jobId: runId * 10 }),
    RUNNER_TEMP: run.temporaryFolder,
  });
}
