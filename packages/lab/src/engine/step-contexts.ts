import path from 'node:path';
import { type Environment, evaluate, evaluateTexts, type Functions } from './expressions.ts';
import { hashFiles } from './hash-files.ts';
import type { JobSession } from './job-session.ts';
import type { Source } from './sources.ts';
import { stepStatus } from './status.ts';
import type { Tree } from './tree.ts';

/** A list of steps and what its expressions see: the job's own, or that of a composite action. */
export interface Frame {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly steps: Record<string, StepResult>;
  /** `env` of the composite action's step. */
  readonly env: Readonly<Record<string, string>>;
  /** The repository that `$/` means here. */
  readonly origin: Source;
  readonly action: ActionIdentity | undefined;
  /** Composite actions around this one. */
  readonly depth: number;
  /** A step of this frame failed. */
  failed: boolean;
}

/** The action whose steps or process run. */
export interface ActionIdentity {
  readonly folder: string;
  readonly repository: string;
  readonly ref: string;
}

export interface StepResult {
  readonly outputs: Readonly<Record<string, string>>;
  readonly outcome: StepOutcome;
  readonly conclusion: StepOutcome;
}

export type StepOutcome = 'success' | 'failure' | 'cancelled' | 'skipped';

/** What the expressions of a step see. */
export function stepEnvironment(
  session: JobSession,
  frame: Frame,
  stepEnv: Readonly<Record<string, string>> = {},
): Environment {
  const { environment, source, scope } = session;
  const functions: Functions = { ...stepStatus(statusIn(session, frame)), hashFiles: hashFilesIn(session) };
  const contexts = {
    ...environment.contexts,
    github: githubContext(session, frame),
    env: { ...Object.fromEntries(session.env), ...frame.env, ...stepEnv },
    secrets: { ...scope.secrets, GITHUB_TOKEN: session.token },
    inputs: frame.inputs,
    steps: frame.steps,
    job: {
      status: session.status,
      check_run_id: session.record.id,
      workflow_repository: source.repository,
      workflow_sha: source.sha,
      workflow_ref: `${source.repository}/${source.path}@${source.ref}`,
      workflow_file_path: source.path,
    },
    runner: runnerContext(session),
  };
  return { contexts, functions };
}

/** The environment of a step's process, without what only actions get. */
export function processEnvironment(
  session: JobSession,
  frame: Frame,
  step: { readonly id: string; readonly env: Readonly<Record<string, string>> },
): Record<string, string> {
  const { env: machine } = session.run.lab.options;
  const env: Record<string, string> = {
    ...machine,
    CI: 'true',
    ...Object.fromEntries(session.env),
    ...frame.env,
    ...step.env,
    GITHUB_ACTIONS: 'true',
    ...githubVariables({ ...githubContext(session, frame), action: step.id }),
    ...runnerVariables(session),
  };
  const folders = [...session.path, env['PATH'] ?? machine['PATH'] ?? ''].filter((folder) => folder !== '');
  return { ...env, PATH: folders.join(path.delimiter) };
}

/** The workflow's and the job's `env:`, in the order in which they may build on each other. */
export function evaluateJobEnv(session: JobSession, trees: readonly (Tree | undefined)[], frame: Frame): void {
  for (const tree of trees) {
    const values = evaluateTexts(tree, stepEnvironment(session, frame));
    for (const [name, value] of Object.entries(values)) session.env.set(name, value);
  }
}

/** A condition's value under another status of the job, as when it is cancelled. */
export function holdsWhenCancelled(condition: string, environment: Environment): boolean {
  const functions = { ...environment.functions, ...stepStatus('cancelled') };
  return evaluate(`!!(${condition})`, { ...environment, functions }) === true;
}

function statusIn(session: JobSession, frame: Frame): 'success' | 'failure' | 'cancelled' {
  if (session.status === 'cancelled' || frame.depth === 0) return session.status;
  // Inside a composite action, success() and failure() speak of its own steps.
  return frame.failed ? 'failure' : 'success';
}

function githubContext(session: JobSession, frame: Frame): Record<string, unknown> {
  if (frame.action === undefined) return { ...session.github };
  const { folder, repository, ref } = frame.action;
  return { ...session.github, action_path: folder, action_repository: repository, action_ref: ref };
}

// actions/runner, GitHubContext: what of the context becomes a variable. The token does not.
const variables = [
  ...['action', 'action_path', 'action_ref', 'action_repository', 'actor', 'actor_id', 'api_url', 'base_ref'],
  ...['event_name', 'event_path', 'graphql_url', 'head_ref', 'job', 'ref', 'ref_name', 'ref_protected', 'ref_type'],
  ...[
    'repository',
    'repository_id',
    'repository_owner',
    'repository_owner_id',
    'retention_days',
    'run_attempt',
    'run_id',
  ],
  ...['run_number', 'server_url', 'sha', 'triggering_actor', 'workflow', 'workflow_ref', 'workflow_sha', 'workspace'],
];

function githubVariables(context: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(
    variables.flatMap((name) =>
      context[name] === undefined ? [] : [[`GITHUB_${name.toUpperCase()}`, String(context[name])]],
    ),
  );
}

function runnerContext(session: JobSession): Record<string, string> {
  const os = { linux: 'Linux', darwin: 'macOS', win32: 'Windows' }[process.platform as string] ?? 'Linux';
  return {
    os,
    arch: process.arch === 'arm64' ? 'ARM64' : 'X64',
    name: 'lab',
    // Steps for hosted runners may change the machine, and this one is somebody's own.
    environment: 'self-hosted',
    temp: session.folders.temp,
    tool_cache: session.run.lab.options.toolCache,
    workspace: path.dirname(session.folders.workspace),
    ...(isDebug(session) ? { debug: '1' } : {}),
  };
}

function runnerVariables(session: JobSession): Record<string, string> {
  const context = Object.entries(runnerContext(session)).map(([name, value]) => [
    `RUNNER_${name.toUpperCase()}`,
    value,
  ]);
  return { ...Object.fromEntries(context), RUNNER_TRACKING_ID: session.trackingId } as Record<string, string>;
}

/** Whether `::debug::` lines are shown: the secret or variable that GitHub asks for is set. */
export function isDebug(session: JobSession): boolean {
  const { secrets, variables: vars } = session.run.lab.host;
  return (secrets.get('ACTIONS_STEP_DEBUG') ?? vars.get('ACTIONS_STEP_DEBUG')) === 'true';
}

function hashFilesIn(session: JobSession): (...patterns: readonly string[]) => string {
  return (...patterns) => hashFiles(session.folders.workspace, patterns);
}
