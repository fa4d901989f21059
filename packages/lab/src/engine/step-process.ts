import { mkdir } from 'node:fs/promises';
import type { JobRecord } from '../run.ts';
import { openFileCommands } from './file-commands.ts';
import type { Annotate, JobSession, StopSignals } from './job-session.ts';
import { log } from './job-session.ts';
import { type ProcessEnd, runProcess } from './process.ts';
import { isDebug } from './step-contexts.ts';
import { commandReader, type WorkflowCommand } from './workflow-commands.ts';

/** A process of a step, and whom it speaks to. */
export interface StepProcess {
  readonly session: JobSession;
  readonly step: string;
  readonly annotate: Annotate;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly signals: StopSignals;
  /** Where `GITHUB_STATE` goes; undefined for a script, which has no post. */
  readonly state: Map<string, string> | undefined;
}

export interface ProcessResult {
  readonly succeeded: boolean;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the process and takes up all that it told the runner: commands, outputs, environment, path, state, summary. */
export async function runStepProcess(order: StepProcess): Promise<ProcessResult> {
  const { session, annotate } = order;
  const files = await openFileCommands(session.folders.commands, `${session.nextProcess()}`);
  await mkdir(order.cwd, { recursive: true });
  const read = commandReader();
  let refused = false;
  const end = await runProcess({
    argv: order.argv,
    cwd: order.cwd,
    env: { ...order.env, ...files.env },
    onLine: (line) => {
      refused = obey(order, read(line)) === 'refused' || refused;
    },
    onStart: (pid) => {
      const { run, record: job, folders } = session;
      const { temp } = folders;
      run.lab.options.onProgress?.({ kind: 'process-started', run: run.record, job, step: order.step, pid, temp });
    },
    ...order.signals,
    timeScale: session.run.lab.options.timeScale ?? 1,
  });
  const collected = await files.collect();
  for (const [name, value] of collected.env) session.env.set(name, value);
  for (const [name, value] of collected.state) order.state?.set(name, value);
  session.path.unshift(...collected.path.toReversed());
  addSummary(session.record, session.masks.hide(collected.summary));
  for (const error of collected.errors) annotate('error', error);
  const failure = describeEnd(end);
  // An action explains itself; the runner adds the exit code only to scripts.
  const explains = order.state !== undefined && end.kind === 'exited';
  if (failure !== undefined && !explains && !order.signals.stop.aborted) annotate('error', failure);
  const succeeded = failure === undefined && !refused && collected.errors.length === 0;
  return { succeeded, outputs: Object.fromEntries(collected.outputs) };
}

/** Each step has a part of its own on the page of the run. */
function addSummary(record: JobRecord, part: string): void {
  if (part !== '') record.summary += `${record.summary === '' ? '' : '\n'}${part}`;
}

function describeEnd(end: ProcessEnd): string | undefined {
  switch (end.kind) {
    case 'exited':
      return end.code === 0 ? undefined : `Process completed with exit code ${end.code}.`;
    case 'signalled':
      return `Process was ended by signal ${end.signal}.`;
    case 'not-started':
      return `Process could not be started: ${end.reason}.`;
  }
}

function obey({ session, step, annotate, state }: StepProcess, command: WorkflowCommand): 'refused' | 'done' {
  switch (command.kind) {
    case 'annotation':
      annotate(command.level, command.message, command.title);
      return 'done';
    case 'mask':
      session.masks.add(command.value);
      log(session, step, '::add-mask::***');
      return 'done';
    case 'group':
      log(session, step, `##[group]${command.title}`);
      return 'done';
    case 'end-group':
      log(session, step, '##[endgroup]');
      return 'done';
    case 'debug':
      if (isDebug(session)) log(session, step, `##[debug]${command.message}`);
      return 'done';
    case 'state':
      state?.set(command.name, command.value);
      return 'done';
    case 'refused':
      annotate(
        'error',
        `Unable to process command '::${command.name}' successfully. The \`${command.name}\` command is disabled.`,
      );
      return 'refused';
    case 'text':
      log(session, step, command.line);
      return 'done';
  }
}
