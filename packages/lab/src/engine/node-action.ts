import path from 'node:path';
import type { Action, Runs } from './action.ts';
import { actionInputs, inputVariables } from './action-inputs.ts';
import { annotator } from './job-session.ts';
import type { StepOrder, WorkResult } from './step.ts';
import { type ActionIdentity, type Frame, processEnvironment } from './step-contexts.ts';
import { runStepProcess } from './step-process.ts';
import type { Tree } from './tree.ts';

type NodeRuns = Extract<Runs, { kind: 'node' }>;

/** One use of a node action in a job: its scripts share inputs and state. */
export interface NodeAction {
  readonly action: Action;
  readonly runs: NodeRuns;
  readonly identity: ActionIdentity;
  /** What the action saved for its later scripts. */
  readonly state: Map<string, string>;
}

/** Runs the `pre` script, before any step of the job. */
export async function runPre(order: StepOrder, use: NodeAction, given: Tree | undefined): Promise<WorkResult> {
  if (use.runs.pre === undefined) return { succeeded: true, outputs: {} };
  return runScriptOf(order, use, use.runs.pre.script, actionInputs(order, use.action, given));
}

/** Runs the main script; its `post` is put on the job's pile first, so that it also runs when main fails. */
export async function runMain(order: StepOrder, use: NodeAction, given: Tree | undefined): Promise<WorkResult> {
  const inputs = actionInputs(order, use.action, given);
  const { post } = use.runs;
  if (post !== undefined) {
    order.session.posts.push({
      name: `Post ${order.name}`,
      condition: post.condition,
      run: async (signals) => {
        const name = `Post ${order.name}`;
        const annotate = annotator(order.session, name);
        const result = await runScriptOf({ ...order, name, annotate, signals }, use, post.script, inputs);
        return result.succeeded ? 'success' : 'failure';
      },
    });
  }
  return runScriptOf(order, use, use.runs.main, inputs);
}

async function runScriptOf(
  order: StepOrder,
  use: NodeAction,
  script: string,
  inputs: Readonly<Record<string, string>>,
): Promise<WorkResult> {
  const { session, step } = order;
  // `github.action_path` is for composite actions alone; a script finds itself by its own URL.
  const frame: Frame = { ...order.frame, action: undefined };
  const env = {
    ...processEnvironment(session, frame, { id: step.id, env: order.env }),
    GITHUB_ACTION_REPOSITORY: use.identity.repository,
    GITHUB_ACTION_REF: use.identity.ref,
    ...inputVariables(inputs),
    ...Object.fromEntries([...use.state].map(([name, value]) => [`STATE_${name}`, value])),
    ...serviceVariables(order),
  };
  return runStepProcess({
    session,
    step: order.name,
    annotate: order.annotate,
    argv: [session.run.lab.options.node, path.resolve(use.action.folder, script)],
    cwd: session.folders.workspace,
    env,
    signals: order.signals,
    state: use.state,
  });
}

/** The way to artifacts and caches, which the runner shows to JavaScript actions and hides from scripts. */
function serviceVariables({ session }: StepOrder): Record<string, string> {
  const url = `${session.run.lab.host.api.replace(/\/+$/, '')}/`;
  return {
    ACTIONS_RUNTIME_TOKEN: session.runtimeToken,
    ACTIONS_RUNTIME_URL: url,
    ACTIONS_RESULTS_URL: url,
    ACTIONS_CACHE_SERVICE_V2: 'true',
  };
}
