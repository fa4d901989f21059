import type { StepRecord } from '../run.ts';
import { fired } from './cancellation.ts';
import { type Environment, evaluateText, evaluateTexts, evaluateTree, holds } from './expressions.ts';
import { type Annotate, annotator, type JobSession, type StopSignals } from './job-session.ts';
import { MachineLost, requireMachine } from './machine.ts';
import { closeStepRecord, openStepRecord } from './records.ts';
import { type Frame, holdsWhenCancelled, type StepOutcome, stepEnvironment } from './step-contexts.ts';
import type { Step } from './workflow.ts';

/** A step about to do its work. */
export interface StepOrder {
  readonly session: JobSession;
  readonly frame: Frame;
  readonly step: Step;
  /** Name under which it speaks in the log: that of the job's step, also inside a composite action. */
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly environment: Environment;
  readonly annotate: Annotate;
  readonly signals: StopSignals;
}

/** What a step's work came to; outputs count also when it failed. */
export interface WorkResult {
  readonly succeeded: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

export type Work = (order: StepOrder) => Promise<WorkResult>;

/** Runs a job's steps in order. Each decides by its own condition whether the state of the job lets it run. */
export async function runJobSteps(
  session: JobSession,
  frame: Frame,
  steps: readonly Step[],
  work: Work,
): Promise<void> {
  for (const step of steps) {
    if (session.cancellation.forced.aborted) return;
    // An unnamed script is named by its first line, which may read a secret.
    const name = session.masks.hide(stepName(step, stepEnvironment(session, frame)));
    const record = openStepRecord(session.run, session.record, name);
    loseRunnerMaybe(session, record, 'before');
    const annotate = annotator(session, name);
    const conclusion = await runStep(
      { session, frame, step, name, annotate, record },
      session.cancellation.requested,
      work,
    );
    closeStepRecord(session.run, session.record, record, conclusion);
    loseRunnerMaybe(session, record, 'after');
  }
}

/** A machine that is gone runs nothing more, not even what is always run. */
function loseRunnerMaybe(session: JobSession, step: StepRecord, when: 'before' | 'after'): void {
  const { run, record: job } = session;
  if (run.lab.options.losesRunner?.({ when, run: run.record, job, step }) !== true) return;
  session.machine.lose();
  throw new MachineLost();
}

/** Runs the steps of a composite action, inside the step that uses it. */
export async function runNestedSteps(
  outer: StepOrder,
  frame: Frame,
  steps: readonly Step[],
  work: Work,
): Promise<void> {
  for (const step of steps) {
    if (outer.signals.kill.aborted) return;
    await runStep({ ...outer, frame, step, record: undefined }, outer.signals.stop, work);
  }
}

type PendingStep = Pick<StepOrder, 'session' | 'frame' | 'step' | 'name' | 'annotate'> & {
  readonly record: StepRecord | undefined;
};

async function runStep(pending: PendingStep, cancelled: AbortSignal, work: Work): Promise<StepOutcome> {
  const { session, frame, step, name, annotate, record } = pending;
  const settle = (outcome: StepOutcome, outputs: Readonly<Record<string, string>>, forgiven = false): StepOutcome => {
    const conclusion = outcome === 'failure' && forgiven ? 'success' : outcome;
    frame.steps[step.id] = { outputs, outcome, conclusion };
    if (conclusion === 'failure' || conclusion === 'cancelled') frame.failed = true;
    if (conclusion === 'failure' && frame.depth === 0 && session.status === 'success') session.status = 'failure';
    return conclusion;
  };
  try {
    const env = evaluateTexts(step.env, stepEnvironment(session, frame));
    const environment = stepEnvironment(session, frame, env);
    if (!holds(step.condition, environment)) return settle('skipped', {});
    if (record !== undefined) record.status = 'in_progress';
    const stop = watch(session, step, environment, cancelled);
    const order: StepOrder = { session, frame, step, name, env, environment, annotate, signals: stop };
    const result = await work(order).finally(stop.close);
    requireMachine(session.machine);
    const forgiven = evaluateTree(step.continueOnError, environment) === true;
    return settle(outcomeOf(result, stop.reason(), annotate, name), result.outputs, forgiven);
  } catch (error) {
    // Whatever went wrong, the step of a lost machine does not end.
    requireMachine(session.machine);
    annotate('error', error instanceof Error ? error.message : String(error));
    return settle('failure', {});
  }
}

type StopReason = { readonly kind: 'cancelled' } | { readonly kind: 'timed-out'; readonly minutes: number };

function outcomeOf(result: WorkResult, stopped: StopReason | undefined, annotate: Annotate, name: string): StepOutcome {
  if (stopped === undefined) return result.succeeded ? 'success' : 'failure';
  if (stopped.kind === 'cancelled') {
    annotate('error', 'The operation was canceled.');
    return 'cancelled';
  }
  annotate('error', `The action '${name}' has timed out after ${stopped.minutes} minutes.`);
  return 'failure';
}

interface Watch extends StopSignals {
  readonly reason: () => StopReason | undefined;
  readonly close: () => void;
}

/** The first reason to stop wins. A step whose condition still holds when the job is cancelled is left alone. */
function watch(session: JobSession, step: Step, environment: Environment, cancelled: AbortSignal): Watch {
  const stop = new AbortController();
  const close = new AbortController();
  let reason: StopReason | undefined;
  const stopFor = (why: StopReason) => {
    if (reason !== undefined || close.signal.aborted) return;
    reason = why;
    stop.abort();
  };
  const minutes = Number(evaluateText(step.timeoutMinutes, environment) || 0);
  const timer =
    minutes > 0 ? setTimeout(() => stopFor({ kind: 'timed-out', minutes }), session.milliseconds(minutes)) : undefined;
  // A step that starts after the request was let through by its condition.
  if (!cancelled.aborted) {
    void Promise.race([fired(cancelled), fired(close.signal)]).then(() => {
      if (!holdsWhenCancelled(step.condition, environment)) stopFor({ kind: 'cancelled' });
    });
  }
  return {
    stop: stop.signal,
    kill: session.cancellation.forced,
    reason: () => reason,
    close: () => {
      clearTimeout(timer);
      close.abort();
    },
  };
}

/** The name that GitHub shows: the step's own, or what it runs. */
function stepName(step: Step, environment: Environment): string {
  const named = tryText(() => evaluateText(step.name, environment));
  if (named !== '') return named;
  if (step.work.kind === 'uses') return `Run ${step.work.uses}`;
  if (step.work.kind === 'unserved') return step.work.keyword;
  const { script } = step.work;
  return `Run ${
    tryText(() => evaluateText(script, environment))
      .trim()
      .split('\n')[0] ?? ''
  }`;
}

/** A name may read outputs that do not exist; the step itself then says what is wrong. */
function tryText(evaluateIt: () => string): string {
  try {
    return evaluateIt();
  } catch {
    return '';
  }
}
