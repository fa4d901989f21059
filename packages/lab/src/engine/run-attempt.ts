import type { LabEvent, RunRecord } from '../run.ts';
import { type Cancellation, createCancellation } from './cancellation.ts';
import { readConcurrency } from './concurrency.ts';
import { dispatchInputs } from './dispatch-inputs.ts';
import { timestamp } from './records.ts';
import { combinedResult, type KeptJob, type Lab, type RunContext, type Scope } from './run-context.ts';
import { runGithubContext } from './run-contexts.ts';
import type { LoadedWorkflow } from './startup.ts';
import { executeJobs } from './workflow-execution.ts';

/** One attempt of a run, under way. */
export interface Attempt {
  readonly cancellation: Cancellation;
  /** Resolves, never rejects, to what the attempt achieved. */
  readonly done: Promise<ReadonlyMap<string, KeptJob>>;
}

/** What an attempt runs. */
export interface AttemptOrder {
  readonly lab: Lab;
  readonly record: RunRecord;
  readonly event: LabEvent;
  readonly loaded: LoadedWorkflow;
  readonly kept: ReadonlyMap<string, KeptJob>;
}

/** Starts an attempt. */
export function startAttempt(order: AttemptOrder): Attempt {
  const cancellation = createCancellation();
  return { cancellation, done: execute(order, cancellation) };
}

async function execute(
  { lab, record, event, loaded, kept }: AttemptOrder,
  cancellation: Cancellation,
): Promise<ReadonlyMap<string, KeptJob>> {
  const { host, options } = lab;
  const fork = isFork(record, event, `${host.repository.owner}/${host.repository.name}`);
  const run: RunContext = {
    lab,
    record,
    event,
    github: runGithubContext(host, record, event),
    cancellation,
    fork,
    kept,
    pathOfJob: new Map(),
    achieved: new Map(),
  };
  options.onProgress?.({ kind: 'run-started', run: record });
  try {
    record.conclusion = await claimAndRun(run, loaded);
  } catch (error) {
    record.log += `##[error]${error instanceof Error ? error.message : String(error)}\n`;
    record.conclusion = 'failure';
  }
  record.status = 'completed';
  record.updatedAt = timestamp();
  options.onProgress?.({ kind: 'run-ended', run: record });
  return run.achieved;
}

async function claimAndRun(run: RunContext, loaded: LoadedWorkflow): Promise<RunRecord['conclusion']> {
  const { record, cancellation, lab } = run;
  const inputs = dispatchInputs(run.event, loaded.workflow);
  const contexts = { github: run.github, inputs, vars: Object.fromEntries(lab.host.variables) };
  const request = readConcurrency(loaded.workflow.concurrency, { contexts });
  let release = () => {};
  if (request !== undefined) {
    record.status = 'pending';
    const claimant = {
      runId: record.id,
      job: undefined,
      lease: 'run' as const,
      stop: () => cancellation.request(),
      cancelled: cancellation.requested,
    };
    const claim = await lab.groups.claim(request, claimant);
    if (claim.kind === 'displaced') record.log += `##[error]${claim.reason}\n`;
    // A run that never got its group has no jobs at all.
    if (claim.kind !== 'held') return 'cancelled';
    release = claim.release;
  }
  try {
    record.status = 'in_progress';
    const scope: Scope = {
      loaded,
      inputs,
      secrets: run.fork ? {} : Object.fromEntries(lab.host.secrets),
      prefix: '',
      path: '',
      held: request === undefined ? [] : [request.group],
      cancellation,
    };
    const outcomes = await executeJobs(run, scope);
    const result = combinedResult([...outcomes.values()].map((outcome) => outcome.result));
    return cancellation.requested.aborted ? 'cancelled' : result;
  } finally {
    release();
  }
}

/** GitHub gives events of a fork's pull request no secrets and a token that only reads; comments count as ours. */
function isFork(record: RunRecord, event: LabEvent, repository: string): boolean {
  const events = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];
  return events.includes(event.name) && record.headRepository.toLowerCase() !== repository.toLowerCase();
}
