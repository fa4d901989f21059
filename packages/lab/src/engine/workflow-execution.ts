import type { JobRecord, Lease } from '../run.ts';
import { callWorkflow } from './call.ts';
import type { Cancellation } from './cancellation.ts';
import { type Claim, type GroupRequest, groupKey, readConcurrency } from './concurrency.ts';
import { type Environment, evaluateText, evaluateTree, holds } from './expressions.ts';
import { runStepsJob } from './job.ts';
import { type Before, followNeeds } from './job-graph.ts';
import { type Combination, expandMatrix } from './matrix.ts';
import { closeJobRecord, dropJobRecord, openJobRecord, writeLog } from './records.ts';
import { combinedResult, type JobOutcome, type JobResult, type RunContext, type Scope } from './run-context.ts';
import { jobStatus } from './status.ts';
import type { Job } from './workflow.ts';

/** Runs the jobs of a workflow and of all that it calls. */
export async function executeJobs(run: RunContext, scope: Scope): Promise<ReadonlyMap<string, JobOutcome>> {
  return followNeeds(scope.loaded.workflow.jobs, (job, before) => keepOrRun(run, scope, job, before));
}

async function keepOrRun(run: RunContext, scope: Scope, job: Job, before: Before): Promise<JobOutcome> {
  const path = `${scope.path}${job.id}`;
  const kept = run.kept.get(path);
  if (kept !== undefined && job.needs.every((id) => run.achieved.has(`${scope.path}${id}`))) {
    run.record.jobs.push(...kept.records);
    run.achieved.set(path, kept);
    return kept.outcome;
  }
  const outcome = await decideAndRun(run, scope, job, before);
  if (outcome.result === 'success') run.achieved.set(path, { outcome, records: recordsUnder(run, path) });
  return outcome;
}

function recordsUnder(run: RunContext, path: string): readonly JobRecord[] {
  return run.record.jobs.filter(({ id }) => {
    const own = run.pathOfJob.get(id);
    return own === path || own?.startsWith(`${path}/`);
  });
}

async function decideAndRun(run: RunContext, scope: Scope, job: Job, before: Before): Promise<JobOutcome> {
  const cancelled = scope.cancellation.requested.aborted;
  const environment = jobEnvironment(run, scope, before, cancelled);
  try {
    if (scope.cancellation.forced.aborted || !holds(job.condition, environment)) {
      return endUnstarted(run, scope, job, environment, cancelled ? 'cancelled' : 'skipped');
    }
    const outcomes = await runVariants(run, scope, job, variantsOf(job, environment, scope));
    return {
      result: combinedResult(outcomes.map(({ result }) => result)),
      outputs: Object.assign({}, ...outcomes.map(({ outputs }) => outputs)) as Record<string, string>,
    };
  } catch (error) {
    return endUnstarted(
      run,
      scope,
      job,
      environment,
      'failure',
      error instanceof Error ? error.message : String(error),
    );
  }
}

function jobEnvironment(run: RunContext, scope: Scope, before: Before, cancelled: boolean): Environment {
  const contexts = {
    github: run.github,
    inputs: scope.inputs,
    vars: Object.fromEntries(run.lab.host.variables),
    needs: Object.fromEntries(before.needs),
    secrets: scope.secrets,
  };
  return { contexts, functions: jobStatus(before.ancestors, cancelled) };
}

/** A job under one combination of its matrix. */
interface Variant {
  readonly matrix: Combination;
  readonly environment: Environment;
  readonly cancellation: Cancellation;
  /** Stop the others as soon as this one fails. */
  readonly failFast: boolean;
  /** How many of them run at a time. */
  readonly atOnce: number;
}

function variantsOf(job: Job, environment: Environment, scope: Scope): readonly Variant[] {
  const combinations = expandMatrix(job.matrix, environment);
  const total = combinations.length;
  const failFast = evaluateTree(job.failFast, environment) !== false;
  const atOnce = Number(evaluateTree(job.maxParallel, environment)) || total;
  return combinations.map((matrix, index) => {
    const strategy = { 'job-index': index, 'job-total': total, 'max-parallel': atOnce, 'fail-fast': failFast };
    const own = { ...environment, contexts: { ...environment.contexts, matrix, strategy } };
    return { matrix, environment: own, cancellation: scope.cancellation.part(), failFast, atOnce };
  });
}

/** Runs the combinations side by side, as many at a time as the job wants. */
async function runVariants(
  run: RunContext,
  scope: Scope,
  job: Job,
  variants: readonly Variant[],
): Promise<readonly JobOutcome[]> {
  const outcomes: JobOutcome[] = [];
  const waiting = [...variants.entries()];
  const work = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const [index, variant] = next;
      const outcome = await runVariant(run, scope, job, variant);
      outcomes[index] = outcome;
      if (outcome.result !== 'failure' || !variant.failFast) continue;
      for (const other of variants) if (other !== variant) other.cancellation.request();
    }
  };
  await Promise.all(Array.from({ length: variants[0]?.atOnce ?? 0 }, work));
  return outcomes;
}

async function runVariant(
  run: RunContext,
  scope: Scope,
  job: Job,
  { matrix, environment, cancellation }: Variant,
): Promise<JobOutcome> {
  const name = jobName(scope, job, environment, matrix);
  const request = readConcurrency(job.concurrency, environment);
  const group = request?.group ?? scope.held.at(-1) ?? null;
  const open = () => openRecordOf(run, scope, job, name, group);
  if (request === undefined) {
    if (job.kind === 'steps') return runStepsJob({ run, scope, job, record: open(), cancellation, environment });
    return callWorkflow({ run, scope, job, name, held: scope.held, cancellation, environment, executeJobs });
  }
  const record = open();
  const lease = job.kind === 'steps' ? 'job' : 'workflow';
  const claim = await claimGroup({ run, scope, record, request, lease, cancellation });
  if (claim.kind !== 'held') {
    closeJobRecord(run, record, 'cancelled');
    return { result: 'cancelled', outputs: {} };
  }
  try {
    if (job.kind === 'steps') return await runStepsJob({ run, scope, job, record, cancellation, environment });
    // A calling job is only seen while it waits; then its called jobs stand for it.
    dropJobRecord(run, record);
    const held = [...scope.held, request.group];
    return await callWorkflow({ run, scope, job, name, held, cancellation, environment, executeJobs });
  } finally {
    claim.release();
  }
}

interface JobClaim {
  readonly run: RunContext;
  readonly scope: Scope;
  readonly record: JobRecord;
  readonly request: GroupRequest;
  readonly lease: Lease;
  readonly cancellation: Scope['cancellation'];
}

async function claimGroup({ run, scope, record, request, lease, cancellation }: JobClaim): Promise<Claim> {
  if (scope.held.some((name) => groupKey(name) === groupKey(request.group))) {
    run.cancellation.request();
    const reason = `Canceling since a deadlock for concurrency group '${request.group}' was detected between 'top level workflow' and '${record.name}'`;
    reportError(run, record, reason);
    return { kind: 'displaced', reason };
  }
  record.status = 'pending';
  const claim = await run.lab.groups.claim(request, {
    runId: run.record.id,
    job: record.name,
    lease,
    stop: () => cancellation.request(),
    cancelled: cancellation.requested,
  });
  if (claim.kind === 'displaced') reportError(run, record, claim.reason);
  if (claim.kind === 'held') record.status = 'queued';
  return claim;
}

function endUnstarted(
  run: RunContext,
  scope: Scope,
  job: Job,
  environment: Environment,
  result: JobResult,
  message?: string,
): JobOutcome {
  const record = openRecordOf(run, scope, job, jobName(scope, job, environment, {}), null);
  if (message !== undefined) reportError(run, record, message);
  closeJobRecord(run, record, result);
  return { result, outputs: {} };
}

function openRecordOf(run: RunContext, scope: Scope, job: Job, name: string, group: string | null): JobRecord {
  const record = openJobRecord(run, name, scope.loaded.permissions.get(job.id) ?? {}, group);
  run.pathOfJob.set(record.id, `${scope.path}${job.id}`);
  return record;
}

function reportError(run: RunContext, record: JobRecord, message: string): void {
  record.annotations.push({ level: 'error', message });
  writeLog(run, record, 'Set up job', `##[error]${message}`);
}

function jobName(scope: Scope, job: Job, environment: Environment, matrix: Combination): string {
  const values = Object.values(matrix).map((value) =>
    typeof value === 'object' ? JSON.stringify(value) : String(value),
  );
  const suffix = values.length > 0 ? ` (${values.join(', ')})` : '';
  return `${scope.prefix}${evaluatedName(job, environment) ?? `${job.id}${suffix}`}`;
}

/** A name that cannot be evaluated yet, as that of a skipped job, falls back to the id. */
function evaluatedName(job: Job, environment: Environment): string | undefined {
  try {
    const name = evaluateText(job.name, environment);
    return name === '' ? undefined : name;
  } catch {
    return undefined;
  }
}
