import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { evaluateText } from './expressions.ts';
import { log } from './job-session.ts';
import type { StepOrder, WorkResult } from './step.ts';
import { processEnvironment } from './step-contexts.ts';
import { runStepProcess } from './step-process.ts';
import type { RunDefaults, StepWork } from './workflow.ts';

type Script = Extract<StepWork, { kind: 'run' }>;

/** Runs a `run:` step under its shell. `defaults` are the job's, then the workflow's; none inside a composite action. */
export async function runScript(order: StepOrder, work: Script, defaults: readonly RunDefaults[]): Promise<WorkResult> {
  const { session, frame, step, environment } = order;
  const text = evaluateText(work.script, environment);
  const trees = {
    shell: [work.shell, ...defaults.map((each) => each.shell)],
    folder: [work.workingDirectory, ...defaults.map((each) => each.workingDirectory)],
  };
  const first = (list: typeof trees.shell) =>
    list.map((tree) => evaluateText(tree, environment)).find((value) => value !== '');
  const file = path.join(session.folders.temp, `script-${session.nextProcess()}.sh`);
  const argv = shellCommand(first(trees.shell), file);
  await writeFile(file, `${text}\n`);
  log(session, order.name, `##[group]Run ${text.split('\n')[0] ?? ''}`);
  for (const line of text.split('\n')) log(session, order.name, line);
  log(session, order.name, '##[endgroup]');
  return runStepProcess({
    session,
    step: order.name,
    annotate: order.annotate,
    argv,
    cwd: path.resolve(session.folders.workspace, first(trees.folder) ?? '.'),
    env: processEnvironment(session, frame, { id: step.id, env: order.env }),
    signals: order.signals,
    state: undefined,
  });
}

/** The runner's command lines; a shell that is named `bash` also fails on a broken pipe. */
function shellCommand(shell: string | undefined, file: string): readonly [string, ...string[]] {
  switch (shell) {
    case undefined:
      return ['bash', '-e', file];
    case 'bash':
      return ['bash', '--noprofile', '--norc', '-eo', 'pipefail', file];
    case 'sh':
      return ['sh', '-e', file];
    case 'python':
      return ['python', file];
  }
  const [command, ...args] = shell.split(/\s+/);
  if (command === undefined || !shell.includes('{0}')) {
    throw new Error(
      `The shell '${shell}' is not one that the lab serves. Use bash, sh, python or a command that contains {0}.`,
    );
  }
  return [command, ...args.map((arg) => arg.replace('{0}', file))];
}
