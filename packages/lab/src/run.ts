/** What a workflow run is made of. The engine writes these records; the API serves them. */

export type Status = 'queued' | 'pending' | 'in_progress' | 'completed';
export type Conclusion = 'success' | 'failure' | 'cancelled' | 'skipped' | 'startup_failure';
export type Access = 'read' | 'write' | 'none';
/** `permissions:` of a job, spelled as in a workflow file (`contents`, `issues`, `pull-requests`, `actions`, …). */
export type Permissions = Readonly<Record<string, Access>>;

export interface StepRecord {
  readonly number: number;
  readonly name: string;
  status: Status;
  conclusion: Conclusion | null;
  startedAt: string | null;
  completedAt: string | null;
}

export interface JobRecord {
  readonly id: number;
  /** As GitHub names it: `worker / thread / agent`. */
  readonly name: string;
  status: Status;
  conclusion: Conclusion | null;
  startedAt: string | null;
  completedAt: string | null;
  permissions: Permissions;
  /** What it asks of its runner. */
  labels?: readonly string[];
  /** The concurrency group the job holds or waits for. */
  group: string | null;
  readonly steps: StepRecord[];
  readonly outputs: Record<string, string>;
  readonly annotations: { level: 'notice' | 'warning' | 'error'; message: string; title?: string }[];
  /** Markdown of all its steps. */
  summary: string;
}

export interface RunRecord {
  readonly id: number;
  readonly number: number;
  attempt: number;
  /** `.github/workflows/codex.yml` */
  readonly path: string;
  readonly workflowName: string;
  readonly displayTitle: string;
  readonly event: string;
  readonly headBranch: string;
  readonly headSha: string;
  readonly actor: string;
  triggeringActor: string;
  /** Full name of the repository the event's head came from; a fork's run names the fork. */
  readonly headRepository: string;
  readonly referencedWorkflows: { path: string; sha: string; ref: string }[];
  status: Status;
  conclusion: Conclusion | null;
  readonly createdAt: string;
  startedAt: string;
  updatedAt: string;
  readonly jobs: JobRecord[];
  readonly payload: object;
  /** The whole log, secrets masked. */
  log: string;
}

/** An event as GitHub would send it to Actions. */
export interface LabEvent {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** Full ref and SHA that the run is for, for example `refs/heads/main`. */
  readonly ref: string;
  readonly sha: string;
  /** Login of who caused it. */
  readonly actor: string;
  /** True when a job's token caused it: GitHub then makes no run, except for the two dispatch events. */
  readonly byJob: boolean;
}

/** A concurrency group of the repository: who runs in it and who waits, in order. `job` is absent when a whole run does. */
export interface ConcurrencyGroup {
  readonly name: string;
  /** When the holder got it; null while nobody has. */
  readonly acquiredAt: string | null;
  readonly holder: GroupMember | undefined;
  readonly pending: readonly GroupMember[];
}

export type Lease = 'run' | 'workflow' | 'job';

export interface GroupMember {
  readonly runId: number;
  /** Name of the job, for example `worker / thread`. */
  readonly job: string | undefined;
  /** Who holds or waits: a whole run, a job with all the jobs of the workflow that it calls, or a job alone. */
  readonly lease: Lease;
}

/** What the API needs of the engine. */
export interface Engine {
  readonly runs: readonly RunRecord[];
  /** Starts the runs of an event; resolves to their ids as soon as they exist. */
  dispatch(event: LabEvent): Promise<readonly number[]>;
  /** False when the run has ended already. */
  cancel(runId: number, force: boolean): boolean;
  rerun(runId: number, actor: string, failedJobsOnly: boolean): boolean;
  /** The groups that somebody holds. */
  concurrencyGroups(): readonly ConcurrencyGroup[];
  /** Resolves when nothing is queued or running. */
  idle(): Promise<void>;
}

/** What the engine needs of GitHub. */
export interface EngineHost {
  readonly api: string;
  readonly server: string;
  readonly repository: {
    readonly id: number;
    readonly owner: string;
    readonly name: string;
    readonly defaultBranch: string;
  };
  /** A token with exactly these permissions, which ends with `revoke`. */
  mintJobToken(permissions: Permissions, job: { runId: number; jobId: number; name: string }): string;
  revoke(token: string): void;
  /** For `ACTIONS_RUNTIME_TOKEN`: artifacts and cache of this run's job. */
  mintRuntimeToken(job: { runId: number; jobId: number }): string;
  /** Text of a file of the hosted repository at a commit, undefined when there is none. */
  readFile(sha: string, path: string): Promise<string | undefined>;
  listFiles(sha: string, folder: string): Promise<readonly string[]>;
  /** Whether this is GitHub Enterprise Server, which lacks what github.com has had since 2026. */
  readonly isEnterprise: boolean;
  /** A runner that is there and has all these labels. */
  runnerWith(labels: readonly string[]): { readonly version: string } | undefined;
  /** Says that a run has ended; resolves to the ids of the runs that this starts. */
  announceEnd(run: RunRecord): Promise<readonly number[]>;
  readonly secrets: ReadonlyMap<string, string>;
  readonly variables: ReadonlyMap<string, string>;
}
