import type { JobRecord, RunRecord, StepRecord } from '../run.ts';

/** How an engine runs jobs on this machine. */
export interface EngineOptions {
  /** Each job gets a fresh folder in it, deleted after the job unless `keepFolders`. */
  readonly workDir: string;
  /** `RUNNER_TOOL_CACHE`: outlives the jobs. */
  readonly toolCache: string;
  /** Path of the Node that runs actions. */
  readonly node: string;
  /** The folder that answers for `uses: <any owner>/<name of the repository>/…@ref`, whatever the ref. */
  readonly product: { readonly root: string; readonly repository: string };
  /** Machine environment of every step; nothing else is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly concurrentJobs?: number;
  readonly onProgress?: (event: ProgressEvent) => void;
  /** Shortens or stretches every timeout and kill time; 1 is GitHub's. */
  readonly timeScale?: number;
  readonly keepFolders?: boolean;
  /** Looked at before and after each step: where it says so, the job's machine is lost, with all its processes. */
  readonly losesRunner?: (at: StepMoment) => boolean;
  readonly checkout?: { readonly git: string };
}

/** A boundary of a step. */
export interface StepMoment {
  readonly when: 'before' | 'after';
  readonly run: RunRecord;
  readonly job: JobRecord;
  readonly step: StepRecord;
}

/** What happens in a run, as it happens. */
export type ProgressEvent =
  | { readonly kind: 'run-started'; readonly run: RunRecord }
  | { readonly kind: 'run-ended'; readonly run: RunRecord }
  | { readonly kind: 'job-started'; readonly run: RunRecord; readonly job: JobRecord }
  | { readonly kind: 'job-ended'; readonly run: RunRecord; readonly job: JobRecord }
  | { readonly kind: 'step-started'; readonly run: RunRecord; readonly job: JobRecord; readonly step: StepRecord }
  | { readonly kind: 'step-ended'; readonly run: RunRecord; readonly job: JobRecord; readonly step: StepRecord }
  | {
      readonly kind: 'process-started';
      readonly run: RunRecord;
      readonly job: JobRecord;
      readonly step: string;
      readonly pid: number;
      /** `RUNNER_TEMP` of the job. */
      readonly temp: string;
    }
  | {
      readonly kind: 'log';
      readonly run: RunRecord;
      readonly job: JobRecord;
      readonly step: string;
      readonly line: string;
    };
