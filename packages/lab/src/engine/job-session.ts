import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { JobRecord } from '../run.ts';
import type { Cancellation } from './cancellation.ts';
import type { Environment } from './expressions.ts';
import type { Machine } from './machine.ts';
import { createMasks, type Masks } from './masks.ts';
import { readOnlyPermissions } from './permissions.ts';
import { writeLog } from './records.ts';
import type { RunContext, Scope } from './run-context.ts';
import type { WorkflowSource } from './sources.ts';
import type { StepsJob } from './workflow.ts';

/** A job that is about to run its steps. */
export interface JobOrder {
  readonly run: RunContext;
  readonly scope: Scope;
  readonly job: StepsJob;
  readonly record: JobRecord;
  readonly cancellation: Cancellation;
  /** Contexts as the job's own keys saw them: `needs`, `matrix`, `inputs`, … */
  readonly environment: Environment;
}

/** A job on its machine. */
export interface JobSession extends JobOrder {
  readonly machine: Machine;
  readonly source: WorkflowSource;
  readonly folders: Folders;
  readonly masks: Masks;
  readonly token: string;
  readonly runtimeToken: string;
  readonly trackingId: string;
  /** The job's `github` context: that of the run, with token and folders. */
  readonly github: Readonly<Record<string, unknown>>;
  /** Workflow and job `env:`, then what steps wrote to `GITHUB_ENV`. */
  readonly env: Map<string, string>;
  /** What steps wrote to `GITHUB_PATH`, the latest first. */
  readonly path: string[];
  readonly posts: Post[];
  status: 'success' | 'failure' | 'cancelled';
  /** Numbers the processes of the job. */
  readonly nextProcess: () => number;
  /** Time on GitHub's scale. */
  readonly milliseconds: (minutes: number) => number;
}

/** What an action asked to have run when the job ends. */
export interface Post {
  readonly name: string;
  readonly condition: string;
  readonly run: (stop: StopSignals) => Promise<'success' | 'failure'>;
}

/** How a step can be stopped: politely, or at once. */
export interface StopSignals {
  readonly stop: AbortSignal;
  readonly kill: AbortSignal;
}

export interface Folders {
  readonly root: string;
  readonly workspace: string;
  readonly temp: string;
  readonly commands: string;
  readonly actions: string;
  readonly event: string;
}

/** Prepares folders, tokens and masks for a job. */
export async function openSession(order: JobOrder, machine: Machine): Promise<JobSession> {
  const { run, record } = order;
  const { host, options } = run.lab;
  const folders = await createFolders(order);
  const granted = run.fork ? readOnlyPermissions(record.permissions) : record.permissions;
  record.permissions = granted;
  const token = host.mintJobToken(granted, { runId: run.record.id, jobId: record.id, name: record.name });
  const runtimeToken = host.mintRuntimeToken({ runId: run.record.id, jobId: record.id });
  let processes = 0;
  const scale = options.timeScale ?? 1;
  return {
    ...order,
    machine,
    source: order.scope.loaded.source,
    folders,
    masks: createMasks([token, runtimeToken, ...Object.values(order.scope.secrets), ...host.secrets.values()]),
    token,
    runtimeToken,
    trackingId: `github_${randomUUID()}`,
    github: { ...run.github, token, job: order.job.id, workspace: folders.workspace, event_path: folders.event },
    env: new Map(),
    path: [],
    posts: [],
    status: 'success',
    nextProcess: () => {
      processes += 1;
      return processes;
    },
    milliseconds: (minutes) => minutes * 60_000 * scale,
  };
}

/** Ends the job's tokens and takes its folders away. */
export async function closeSession(session: JobSession): Promise<void> {
  const { host, options } = session.run.lab;
  host.revoke(session.token);
  if (options.keepFolders !== true) await rm(session.folders.root, { recursive: true, force: true, maxRetries: 3 });
}

/** Writes a line to the log, masked. */
export function log(session: JobSession, step: string, line: string): void {
  writeLog(session.run, session.record, step, session.masks.hide(line));
}

// GitHub keeps this many of each level for a step.
const annotationsPerStep = 10;

/** Adds annotations of one step, up to GitHub's limit, masked. */
export function annotator(session: JobSession, step: string) {
  const counts = new Map<string, number>();
  return (level: 'notice' | 'warning' | 'error', message: string, title?: string): void => {
    log(session, step, `##[${level}]${message}`);
    const count = (counts.get(level) ?? 0) + 1;
    counts.set(level, count);
    if (count > annotationsPerStep) return;
    const hidden = session.masks.hide(message);
    session.record.annotations.push({
      level,
      message: hidden,
      ...(title === undefined ? {} : { title: session.masks.hide(title) }),
    });
  };
}

export type Annotate = ReturnType<typeof annotator>;

async function createFolders({ run, record }: JobOrder): Promise<Folders> {
  const { host, options } = run.lab;
  const root = path.join(options.workDir, `${run.record.id}-${run.record.attempt}-${record.id}`);
  const { name } = host.repository;
  const folders: Folders = {
    root,
    workspace: path.join(root, name, name),
    temp: path.join(root, '_temp'),
    commands: path.join(root, '_temp', '_runner_file_commands'),
    actions: path.join(root, '_actions'),
    event: path.join(root, '_temp', '_github_workflow', 'event.json'),
  };
  for (const folder of [
    folders.workspace,
    folders.commands,
    folders.actions,
    path.dirname(folders.event),
    options.toolCache,
  ]) {
    await mkdir(folder, { recursive: true });
  }
  await writeFile(folders.event, JSON.stringify(run.event.payload, null, 2));
  return folders;
}
