import type { JobRecord, Permissions, StepRecord } from '../run.ts';
import type { JobResult, RunContext } from './run-context.ts';

/** GitHub's time format: no fractions of a second. */
export function timestamp(): string {
  return new Date().toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Adds a job to the run's list, waiting. */
export function openJobRecord(
  run: RunContext,
  name: string,
  permissions: Permissions,
  group: string | null,
): JobRecord {
  const record: JobRecord = {
    id: run.lab.nextJobId(),
    name,
    status: 'queued',
    conclusion: null,
    startedAt: null,
    completedAt: null,
    permissions,
    group,
    steps: [],
    outputs: {},
    annotations: [],
    summary: '',
  };
  run.record.jobs.push(record);
  return record;
}

/** Ends a job. */
export function closeJobRecord(run: RunContext, record: JobRecord, result: JobResult): void {
  record.status = 'completed';
  record.conclusion = result;
  record.completedAt = timestamp();
  run.record.updatedAt = record.completedAt;
  run.lab.options.onProgress?.({ kind: 'job-ended', run: run.record, job: record });
}

/** Takes back the record of a calling job that waited: its called jobs stand for it from now on. */
export function dropJobRecord(run: RunContext, record: JobRecord): void {
  run.record.jobs.splice(run.record.jobs.indexOf(record), 1);
}

/** Adds a step to a job's list, running. */
export function openStepRecord(run: RunContext, job: JobRecord, name: string): StepRecord {
  const record: StepRecord = {
    number: job.steps.length + 1,
    name,
    status: 'in_progress',
    conclusion: null,
    startedAt: timestamp(),
    completedAt: null,
  };
  job.steps.push(record);
  run.lab.options.onProgress?.({ kind: 'step-started', run: run.record, job, step: record });
  return record;
}

/** Ends a step. */
export function closeStepRecord(run: RunContext, job: JobRecord, step: StepRecord, result: JobResult): void {
  step.status = 'completed';
  step.conclusion = result;
  step.completedAt = timestamp();
  run.lab.options.onProgress?.({ kind: 'step-ended', run: run.record, job, step });
}

/** Writes a line to the run's log in the form of `gh run view --log`; the caller has masked it. */
export function writeLog(run: RunContext, job: JobRecord, step: string, line: string): void {
  run.record.log += `${job.name}\t${step}\t${new Date().toISOString()} ${line}\n`;
  run.lab.options.onProgress?.({ kind: 'log', run: run.record, job, step, line });
}
