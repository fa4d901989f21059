import type { Conclusion, EngineHost, JobRecord, LabEvent, RunRecord } from '../run.ts';
import type { Cancellation } from './cancellation.ts';
import type { Groups } from './concurrency.ts';
import type { Machine } from './machine.ts';
import type { EngineOptions } from './options.ts';
import type { Runners } from './runners.ts';
import type { Sources } from './sources.ts';
import type { LoadedWorkflow } from './startup.ts';

/** What all runs of an engine share. */
export interface Lab {
  readonly host: EngineHost;
  readonly options: EngineOptions;
  readonly sources: Sources;
  readonly groups: Groups;
  readonly runners: Runners;
  /** Those in use now. */
  readonly machines: Set<Machine>;
  readonly nextJobId: () => number;
}

/** One attempt of one run. */
export interface RunContext {
  readonly lab: Lab;
  readonly record: RunRecord;
  readonly event: LabEvent;
  /** The `github` context as far as it is the same for every job. */
  readonly github: Readonly<Record<string, unknown>>;
  readonly cancellation: Cancellation;
  /** The event comes from a fork: no secrets, nothing is written. */
  readonly fork: boolean;
  /** What an earlier attempt achieved, by job path; those jobs are not run again. */
  readonly kept: ReadonlyMap<string, KeptJob>;
  /** The path (`worker/agent`) of each job record, by its id. */
  readonly pathOfJob: Map<number, string>;
  /** What this attempt achieves, by job path. */
  readonly achieved: Map<string, KeptJob>;
}

/** A workflow inside a run: the one that the event started, or one that a job calls. */
export interface Scope {
  readonly loaded: LoadedWorkflow;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** Names of the calling jobs: empty, or `worker / `. */
  readonly prefix: string;
  /** Ids of the calling jobs: empty, or `worker/`. */
  readonly path: string;
  /** Groups that this scope already holds, the nearest last. */
  readonly held: readonly string[];
  readonly cancellation: Cancellation;
}

export type JobResult = Extract<Conclusion, 'success' | 'failure' | 'cancelled' | 'skipped'>;

/** What later jobs see of a job. */
export interface JobOutcome {
  readonly result: JobResult;
  readonly outputs: Readonly<Record<string, string>>;
}

export interface KeptJob {
  readonly outcome: JobOutcome;
  readonly records: readonly JobRecord[];
}

/** The result of several jobs together. */
export function combinedResult(results: readonly JobResult[]): JobResult {
  if (results.includes('failure')) return 'failure';
  if (results.includes('cancelled')) return 'cancelled';
  return results.every((result) => result === 'skipped') ? 'skipped' : 'success';
}
