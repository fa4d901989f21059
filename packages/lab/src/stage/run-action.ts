import path from 'node:path';
import { inputVariables } from '../engine/action-inputs.ts';
import { openFileCommands } from '../engine/file-commands.ts';
import { createMasks } from '../engine/masks.ts';
import { type ProcessEnd, runProcess } from '../engine/process.ts';
import { commandReader, type WorkflowCommand } from '../engine/workflow-commands.ts';
import { readAction } from './action-file.ts';
import { renderGolden } from './golden.ts';
import type { StageJob } from './stage-job.ts';

/** A folder with another build, to see a change before it is in dist/. */
const triedBuild = process.env['STAGE_DIST'];

export interface UseOptions {
  /** More of the environment; undefined takes a variable away. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Cancels the step, as the runner does, at the first line that fits. */
  readonly cancelAt?: RegExp;
  /** Uses the bundles of another folder than `dist`. */
  readonly dist?: string;
}

/** What the user of an action gets to see of one step. */
export interface Transcript {
  readonly exitCode: number;
  readonly outputs: Readonly<Record<string, string>>;
  /** The log as the runner shows it: secrets masked, annotations marked, debug lines left out. */
  readonly log: readonly string[];
  readonly summary: string;
  /** Calls of the REST API: `GET /issues/12 200`. */
  readonly requests: readonly string[];
  readonly ms: number;
  /** All of it as text, without what differs from run to run. */
  readonly golden: string;
}

/** Starts the built bundle as a runner does, and collects what comes of it. */
export async function runAction(
  job: Omit<StageJob, 'use'>,
  name: string,
  given: Readonly<Record<string, string>>,
  options: UseOptions,
): Promise<Transcript> {
  const action = await readAction(name, job.token, job.product);
  const files = await openFileCommands(path.join(job.temp, '_runner_file_commands'), `${name}-${performance.now()}`);
  const environment = { ...job.environment, ...inputVariables({ ...action.defaults, ...given }), ...files.env };
  const masks = createMasks([job.token, job.environment['ACTIONS_RUNTIME_TOKEN'] ?? '']);
  const dist = options.dist ?? triedBuild;
  const read = commandReader();
  const log: string[] = [];
  const stop = new AbortController();
  const before = job.github.requests.length;
  const began = performance.now();
  const end = await runProcess({
    argv: [process.execPath, dist === undefined ? action.script : path.join(dist, `${name}.mjs`)],
    cwd: job.workspace,
    env: present({ ...environment, ...options.environment }),
    onLine: (line) => {
      const command = read(line);
      if (command.kind === 'mask') masks.add(command.value);
      log.push(...render(command).map((shown) => masks.hide(shown)));
      if (options.cancelAt?.test(line)) stop.abort();
    },
    stop: stop.signal,
    kill: new AbortController().signal,
    timeScale: 1,
  });
  const ms = performance.now() - began;
  const collected = await files.collect();
  const transcript = {
    exitCode: exitCodeOf(end),
    outputs: Object.fromEntries(collected.outputs),
    log: [...log, ...collected.errors.map((error) => `##[error]${error}`)],
    summary: collected.summary,
    requests: requestsSince(job, before),
    ms,
  };
  return { ...transcript, golden: renderGolden(transcript, job) };
}

function present(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}

function exitCodeOf(end: ProcessEnd): number {
  if (end.kind === 'exited') return end.code;
  throw new Error(end.kind === 'signalled' ? `The action was ended by ${end.signal}.` : end.reason);
}

function render(command: WorkflowCommand): readonly string[] {
  switch (command.kind) {
    case 'annotation':
      return [`##[${command.level}]${command.title ? `${command.title}: ` : ''}${command.message}`];
    case 'group':
      return [`##[group]${command.title}`];
    case 'end-group':
      return ['##[endgroup]'];
    case 'refused':
      return [`##[error]The ${command.name} command is disabled.`];
    case 'text':
      // The token of stop-commands is there for the runner alone, and is another each time.
      return [command.line];
    case 'mask':
    case 'debug':
    case 'state':
      return [];
  }
}

/** Of this run's jobs alone: others may be at work at the same time. */
function requestsSince({ github, run }: Omit<StageJob, 'use'>, before: number): readonly string[] {
  const place = `/repos/${github.repository.owner}/${github.repository.name}`;
  return github.requests
    .slice(before)
    .filter(({ token }) => token.kind !== 'job' || token.runId === run.id)
    .map(({ method, path: asked, status }) => `${method} ${asked.replace(place, '')} ${status || 'dropped'}`);
}
