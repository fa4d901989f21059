import type { Action, Runs } from './action.ts';
import { actionInputs } from './action-inputs.ts';
import { evaluateText } from './expressions.ts';
import type { Source } from './sources.ts';
import { runNestedSteps, type StepOrder, type Work, type WorkResult } from './step.ts';
import { type ActionIdentity, type Frame, stepEnvironment } from './step-contexts.ts';
import type { Tree } from './tree.ts';

// actions/runner, Constants: composite actions inside composite actions.
const maximumDepth = 10;

/** One use of a composite action. */
export interface CompositeAction {
  readonly action: Action;
  readonly runs: Extract<Runs, { kind: 'composite' }>;
  readonly identity: ActionIdentity;
  readonly origin: Source;
}

/** Runs the steps of a composite action in a frame of their own. */
export async function runComposite(
  order: StepOrder,
  use: CompositeAction,
  given: Tree | undefined,
  work: Work,
): Promise<WorkResult> {
  const { session } = order;
  if (order.frame.depth >= maximumDepth)
    throw new Error(`Composite actions are nested more than ${maximumDepth} levels deep.`);
  const frame: Frame = {
    inputs: actionInputs(order, use.action, given),
    steps: {},
    env: { ...order.frame.env, ...order.env },
    origin: use.origin,
    action: use.identity,
    depth: order.frame.depth + 1,
    failed: false,
  };
  await runNestedSteps(order, frame, use.runs.steps, work);
  const environment = stepEnvironment(session, frame);
  const outputs = use.runs.outputs.map(({ name, value }) => [name, evaluateText(value, environment)] as const);
  return { succeeded: !frame.failed && !order.signals.stop.aborted, outputs: Object.fromEntries(outputs) };
}
