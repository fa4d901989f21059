import type { JobRecord, LabEvent, RunRecord } from '../run.ts';

/** What a test may want to be different about a run. */
export type RunChanges = Partial<
  Pick<RunRecord, 'path' | 'attempt' | 'createdAt' | 'headBranch' | 'headRepository' | 'event' | 'triggeringActor'>
>;

/** As long as GitHub's own, so that nothing else in a transcript looks like one. */
const FIRST_RUN = 9_000_000_000;

/** A run as the API tells it, of the caller's workflow on the default branch. */
export function newRun(number: number, event: LabEvent, changes: RunChanges): RunRecord {
  const now = new Date().toISOString();
  return {
    id: FIRST_RUN + number,
    number,
    attempt: 1,
    path: '.github/workflows/codex.yml',
    workflowName: 'Codex',
    displayTitle: 'Codex',
    event: event.name,
    headBranch: 'main',
    headSha: event.sha,
    actor: event.actor,
    triggeringActor: event.actor,
    headRepository: 'octo-org/demo',
    referencedWorkflows: [],
    status: 'in_progress',
    conclusion: null,
    createdAt: now,
    startedAt: now,
    updatedAt: now,
    jobs: [],
    payload: event.payload,
    log: '',
    ...changes,
  };
}

/** A job of the run as the API tells it. */
export function recordJob(run: RunRecord, job: Partial<JobRecord> & Pick<JobRecord, 'name'>): JobRecord {
  const record: JobRecord = {
    id: run.id * 10 + run.jobs.length,
    status: 'completed',
    conclusion: 'success',
    startedAt: run.startedAt,
    completedAt: new Date().toISOString(),
    permissions: {},
    group: null,
    steps: [],
    outputs: {},
    annotations: [],
    summary: '',
    ...job,
  };
  run.jobs.push(record);
  return record;
}
