import { findAction, type Use } from './action-step.ts';
import { evaluateTexts, holds } from './expressions.ts';
import { annotator, type JobSession, log } from './job-session.ts';
import { runPre } from './node-action.ts';
import { closeStepRecord, openStepRecord } from './records.ts';
import { parseReference } from './sources.ts';
import type { StepOrder } from './step.ts';
import { evaluateJobEnv, type Frame, stepEnvironment } from './step-contexts.ts';
import type { Step } from './workflow.ts';

/** Finds every action before the first step, as the runner does; undefined when one is missing. */
export async function setUp(session: JobSession, frame: Frame): Promise<Map<Step, Use> | undefined> {
  const record = openStepRecord(session.run, session.record, 'Set up job');
  const found = new Map<Step, Use>();
  try {
    log(session, 'Set up job', `GITHUB_TOKEN Permissions: ${JSON.stringify(session.record.permissions)}`);
    evaluateJobEnv(session, [session.scope.loaded.workflow.env, session.job.env], frame);
    for (const step of session.job.steps) {
      if (step.work.kind !== 'uses' || parseReference(step.work.uses).kind === 'workspace') continue;
      found.set(step, await findAction(session, frame.origin, step.work.uses));
    }
  } catch (error) {
    annotator(session, 'Set up job')('error', error instanceof Error ? error.message : String(error));
    session.status = 'failure';
    closeStepRecord(session.run, session.record, record, 'failure');
    return undefined;
  }
  closeStepRecord(session.run, session.record, record, 'success');
  await runPres(session, frame, found);
  return found;
}

async function runPres(session: JobSession, frame: Frame, found: ReadonlyMap<Step, Use>): Promise<void> {
  for (const [step, use] of found) {
    if (
      use.kind !== 'action' ||
      use.action.runs.kind !== 'node' ||
      use.action.runs.pre === undefined ||
      step.work.kind !== 'uses'
    )
      continue;
    const { runs } = use.action;
    const env = evaluateTexts(step.env, stepEnvironment(session, frame));
    const environment = stepEnvironment(session, frame, env);
    if (!holds(use.action.runs.pre.condition, environment)) continue;
    const name = `Pre ${step.work.uses}`;
    const record = openStepRecord(session.run, session.record, name);
    const signals = { stop: session.cancellation.requested, kill: session.cancellation.forced };
    const order: StepOrder = {
      session,
      frame,
      step,
      name,
      env,
      environment,
      annotate: annotator(session, name),
      signals,
    };
    const result = await runPre(order, { ...use, runs }, step.work.with);
    if (!result.succeeded && session.status === 'success') session.status = 'failure';
    closeStepRecord(session.run, session.record, record, result.succeeded ? 'success' : 'failure');
  }
}
