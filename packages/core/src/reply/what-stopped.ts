import { catalogue } from '../failure/catalogue.ts';

/** How a step of a job ended. */
export interface StepFacts {
  readonly name: string;
  /** Undefined: it never ended. */
  readonly conclusion: string | undefined;
  readonly minutes: number | undefined;
}

/** How a job of the run ended, as the API tells it after the fact. */
export interface JobFacts {
  /** With the jobs that call it: `worker / thread / agent`. */
  readonly name: string;
  readonly conclusion: string | undefined;
  /** How long it ran; undefined when it never got a runner. */
  readonly minutes: number | undefined;
  /** ISO 8601. */
  readonly endedAt: string | undefined;
  readonly steps: readonly StepFacts[];
}

/** What the run was at when it stopped. */
export type Phase = 'before-codex' | 'codex' | 'after-codex' | 'publish';

/** What stopped a run that gave no answer. */
export type Stop =
  | { readonly kind: 'route-failed'; readonly reason: string | undefined }
  | { readonly kind: 'cancelled-before-start' }
  /** So many wait that GitHub takes no more. */
  | { readonly kind: 'queue-full'; readonly waiting: number }
  | (Stopped & { readonly kind: 'cancelled' })
  /** `step` is set where a limit of the step ended it, and not one of the job. */
  | (Stopped & { readonly kind: 'timed-out'; readonly minutes: number; readonly step?: string })
  | (Stopped & { readonly kind: 'runner-lost'; readonly job: string })
  /** The step that failed said nothing: something ended it from outside. */
  | (Stopped & { readonly kind: 'cut-off'; readonly step: string; readonly minutes: number })
  | (Stopped & { readonly kind: 'failed'; readonly job: string | undefined; readonly reason: string | undefined });

interface Stopped {
  readonly phase: Phase;
  /** Whether the run had stored its session. */
  readonly kept: boolean;
}

export interface StopFacts {
  readonly jobs: readonly JobFacts[];
  /** Whether the router failed, or was stopped, before it had decided. */
  readonly routeFailed: boolean;
  /** Results of the jobs that were waited for, as `needs` gives them. */
  readonly results: readonly string[];
  /** What the step that failed said of it. */
  readonly failure: string | undefined;
  readonly limits: JobLimits;
  readonly kept: boolean;
}

/** Minutes that jobs may take: one that ran so long was not cancelled by a person. */
export interface JobLimits {
  readonly agent: number;
  readonly publish: number;
}

/** Decides by the jobs, because a run's own conclusion does not tell a cancelled job from a failed one. */
export function whatStopped({ jobs, routeFailed, results, failure, limits, kept }: StopFacts): Stop {
  if (routeFailed) return howRouteFailed(jobs, failure);
  const failed = jobs.find(({ conclusion }) => conclusion === 'failure');
  if (failed) return howFailed(failed, phaseOf(failed), failure, kept);
  const started = jobs.filter(({ conclusion, minutes }) => conclusion === 'cancelled' && minutes !== undefined);
  // The API has a word of its own for it, and does not use it for jobs as far as is known.
  const overtime =
    jobs.find(({ conclusion }) => conclusion === 'timed_out') ??
    started.find((job) => (job.minutes ?? 0) >= limitOf(job, limits) - ROUNDING);
  if (overtime) return { kind: 'timed-out', minutes: limitOf(overtime, limits), phase: phaseOf(overtime), kept };
  if (!results.includes('cancelled')) return { kind: 'failed', job: undefined, phase: 'codex', reason: failure, kept };
  const [stopped] = started;
  if (stopped) return { kind: 'cancelled', phase: phaseOf(stopped), kept };
  // The agent was done, and its publication never got a runner.
  return jobs.some(isDoneAgent) ? { kind: 'cancelled', phase: 'publish', kept } : { kind: 'cancelled-before-start' };
}

/** GitHub's times have whole seconds: a job that ran its whole limit may seem a second shorter. */
const ROUNDING = 1 / 60;

const ownName = ({ name }: JobFacts): string => name.split(' / ').at(-1) ?? name;
const isPublish = (job: JobFacts): boolean => ownName(job) === 'publish';
const limitOf = (job: JobFacts, limits: JobLimits): number => (isPublish(job) ? limits.publish : limits.agent);
const codexStep = ({ steps }: JobFacts): StepFacts | undefined => steps.find(({ name }) => name.includes('codex-run'));
const isDoneAgent = (job: JobFacts): boolean => job.conclusion === 'success' && codexStep(job) !== undefined;

function phaseOf(job: JobFacts): Phase {
  if (isPublish(job)) return 'publish';
  if (job.steps.length === 0) return 'codex';
  const step = codexStep(job);
  if (step === undefined || step.conclusion === 'skipped') return 'before-codex';
  return step.conclusion === 'success' ? 'after-codex' : 'codex';
}

/** The router is known by its name alone: whoever gives it another one is told less. */
function howRouteFailed(jobs: readonly JobFacts[], reason: string | undefined): Stop {
  const router = jobs.find((job) => ['route', 'enqueue'].includes(ownName(job)) && job.conclusion !== 'skipped');
  if (router === undefined || reason !== undefined) return { kind: 'route-failed', reason };
  if (router.conclusion === 'failure' && hasLostMachine(router)) {
    return { kind: 'runner-lost', job: router.name, phase: 'before-codex', kept: false };
  }
  const isOvertime = (router.minutes ?? 0) >= ROUTE_MINUTES - ROUNDING;
  const wasCancelled = router.conclusion === 'cancelled' && !isOvertime;
  return wasCancelled ? { kind: 'cancelled-before-start' } : { kind: 'route-failed', reason };
}

/** `timeout-minutes` of the router's job in codex-worker.yml. */
const ROUTE_MINUTES = 5;

/** A machine that is gone ends no step, and the job fails without one that did. */
const hasLostMachine = ({ steps }: JobFacts): boolean =>
  steps.length > 0 && !steps.some(({ conclusion }) => conclusion === 'failure');

function howFailed(job: JobFacts, phase: Phase, reason: string | undefined, kept: boolean): Stop {
  const step = job.steps.find(({ conclusion }) => conclusion === 'failure');
  // Where nobody cancels the job, only the limit of a step tells it to stop.
  if (step?.minutes !== undefined && step === codexStep(job) && reason?.startsWith(catalogue.cancelled.when)) {
    return { kind: 'timed-out', step: step.name, minutes: roughly(step.minutes), phase, kept };
  }
  if (hasLostMachine(job)) return { kind: 'runner-lost', job: job.name, phase, kept };
  if (step?.minutes !== undefined && step.minutes >= 1 && reason === undefined) {
    return { kind: 'cut-off', step: step.name, minutes: roughly(step.minutes), phase, kept };
  }
  return { kind: 'failed', job: job.name, phase, reason, kept };
}

const roughly = (minutes: number): number => (minutes < 1 ? Math.round(minutes * 100) / 100 : Math.round(minutes));
