import { setTimeout as sleep } from 'node:timers/promises';
import { findAction, runAction, type Use } from './action-step.ts';
import { fired } from './cancellation.ts';
import { evaluateText, evaluateTexts, evaluateTree, holds } from './expressions.ts';
import { annotator, closeSession, type JobOrder, type JobSession, log, openSession } from './job-session.ts';
import { setUp } from './job-setup.ts';
import { createMachine, type Machine, requireMachine } from './machine.ts';
import { killOrphans } from './orphans.ts';
import { closeJobRecord, closeStepRecord, openStepRecord, timestamp } from './records.ts';
import type { JobOutcome, JobResult } from './run-context.ts';
import { labelsOf, runnerWith } from './runner-software.ts';
import { runScript } from './script-step.ts';
import { runJobSteps, type Work } from './step.ts';
import { type Frame, stepEnvironment } from './step-contexts.ts';
import type { Step } from './workflow.ts';

// GitHub's default for jobs, and what a job gets to clean up after it is cancelled.
const defaultTimeoutMinutes = 360;
const cancelMinutes = 5;

/** Runs a job on a machine, as soon as one is free. */
export async function runStepsJob(order: JobOrder): Promise<JobOutcome> {
  const { run, record, cancellation } = order;
  record.labels = labelsOf(order.job.runsOn, order.environment);
  const runner = await runnerWith(run.lab.host, record.labels, cancellation.requested);
  const release = runner && (await run.lab.runners.take(cancellation.requested));
  if (runner === undefined || release === undefined) {
    closeJobRecord(run, record, 'cancelled');
    return { result: 'cancelled', outputs: {} };
  }
  record.status = 'in_progress';
  record.startedAt = timestamp();
  run.lab.options.onProgress?.({ kind: 'job-started', run: run.record, job: record });
  const machine = createMachine({ runId: run.record.id, jobId: record.id, runner }, cancellation);
  run.lab.machines.add(machine);
  try {
    return await runOnMachine(order, machine);
  } finally {
    run.lab.machines.delete(machine);
    release();
  }
}

async function runOnMachine(order: JobOrder, machine: Machine): Promise<JobOutcome> {
  const session = await openSession(order, machine);
  const over = new AbortController();
  watchCancellation(session, over.signal);
  const outputs = await executeJob(session).catch((error: unknown) => {
    // A machine that is lost while its job is being cancelled is lost all the same.
    session.status = session.status === 'cancelled' && !machine.isLost ? 'cancelled' : 'failure';
    annotator(session, 'Set up job')('error', error instanceof Error ? error.message : String(error));
    return {};
  });
  over.abort();
  const orphans = killOrphans(session.trackingId);
  if (orphans > 0 && !machine.isLost) log(session, 'Complete job', `Terminated ${orphans} orphan process(es).`);
  await closeSession(session);
  Object.assign(order.record.outputs, outputs);
  closeJobRecord(order.run, order.record, session.status);
  return { result: forgiven(session), outputs };
}

/** `continue-on-error` shows the job as failed and lets the run go on as if it had not. */
function forgiven(session: JobSession): JobResult {
  if (session.status !== 'failure') return session.status;
  return evaluateTree(session.job.continueOnError, session.environment) === true ? 'success' : 'failure';
}

async function executeJob(session: JobSession): Promise<Record<string, string>> {
  const frame: Frame = {
    inputs: session.scope.inputs,
    steps: {},
    env: {},
    origin: session.source,
    action: undefined,
    depth: 0,
    failed: false,
  };
  const found = await setUp(session, frame);
  requireMachine(session.machine);
  if (found !== undefined) await runJobSteps(session, frame, session.job.steps, workOf(session, found));
  await runPosts(session, frame);
  const outputs = jobOutputs(session, frame);
  closeStepRecord(session.run, session.record, openStepRecord(session.run, session.record, 'Complete job'), 'success');
  return outputs;
}

/** What the steps of this job do, also those inside composite actions. */
function workOf(session: JobSession, found: ReadonlyMap<Step, Use>): Work {
  const work: Work = async (order) => {
    const { work: task } = order.step;
    switch (task.kind) {
      case 'run': {
        const { defaults } = session.job;
        const inherited = [defaults, session.scope.loaded.workflow.defaults];
        return runScript(order, task, order.frame.depth === 0 ? inherited : []);
      }
      case 'uses': {
        const use = found.get(order.step) ?? (await findAction(session, order.frame.origin, task.uses));
        return runAction(order, use, task.with, work);
      }
      case 'unserved':
        throw new Error(`The lab does not run '${task.keyword}' steps. Use 'run' or 'uses'.`);
    }
  };
  return work;
}

/** The last action to start is the first to clean up; a cancelled job cleans up too. */
async function runPosts(session: JobSession, frame: Frame): Promise<void> {
  for (const post of session.posts.toReversed()) {
    if (session.cancellation.forced.aborted) return;
    if (!holds(post.condition, stepEnvironment(session, frame))) continue;
    const record = openStepRecord(session.run, session.record, post.name);
    const { requested, forced } = session.cancellation;
    const stop = requested.aborted ? forced : requested;
    const result = await post.run({ stop, kill: forced });
    requireMachine(session.machine);
    if (result === 'failure' && session.status === 'success') session.status = 'failure';
    closeStepRecord(session.run, session.record, record, result);
  }
}

/** An output that holds a secret is dropped: it would reach later jobs unmasked. */
function jobOutputs(session: JobSession, frame: Frame): Record<string, string> {
  const values = evaluateTexts(session.job.outputs, stepEnvironment(session, frame));
  const annotate = annotator(session, 'Complete job');
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => {
      const reveals = session.masks.reveals(value);
      if (reveals) annotate('warning', `Skip output '${name}' since it may contain secret.`);
      return !reveals && value !== '';
    }),
  );
}

function watchCancellation(session: JobSession, over: AbortSignal): void {
  const { cancellation, job, environment } = session;
  const minutes = Number(evaluateText(job.timeoutMinutes, environment) || defaultTimeoutMinutes);
  const until = (time: number) => sleep(time, true, { signal: over, ref: false }).catch(() => false);
  const cancelled = () => {
    if (!over.aborted) session.status = 'cancelled';
  };
  // The request may have come while the machine was prepared.
  if (cancellation.requested.aborted) cancelled();
  cancellation.requested.addEventListener('abort', cancelled, { once: true });
  void until(session.milliseconds(minutes)).then((late) => {
    if (!late) return;
    annotator(session, 'Set up job')(
      'error',
      `The job running on runner GitHub Actions 1 has exceeded the maximum execution time of ${minutes} minutes.`,
    );
    cancellation.request();
  });
  void fired(cancellation.requested)
    .then(() => !over.aborted && until(session.milliseconds(cancelMinutes)))
    .then((late) => {
      if (late) cancellation.force();
    });
}
