import type { Permissions } from '../run.ts';
import { parsePermissions } from './permissions.ts';
import { child, entriesOf, literalText, type Tree, textList } from './tree.ts';

/** A workflow file, decoded. Expressions stay trees until the moment GitHub evaluates them. */
export interface Workflow {
  readonly name: string | undefined;
  readonly runName: Tree | undefined;
  readonly on: Tree | undefined;
  readonly permissions: Permissions | undefined;
  readonly env: Tree | undefined;
  readonly defaults: RunDefaults;
  readonly concurrency: Tree | undefined;
  readonly call: CallInterface | undefined;
  readonly jobs: readonly Job[];
}

/** What `on: workflow_call` declares. */
export interface CallInterface {
  readonly inputs: readonly InputDeclaration[];
  readonly secrets: readonly { readonly name: string; readonly required: boolean }[];
  readonly outputs: readonly { readonly name: string; readonly value: Tree | undefined }[];
}

export interface InputDeclaration {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly default: Tree | undefined;
}

export interface RunDefaults {
  readonly shell: Tree | undefined;
  readonly workingDirectory: Tree | undefined;
}

interface JobBase {
  readonly id: string;
  readonly name: Tree | undefined;
  readonly needs: readonly string[];
  /** The condition with its status function; `success()` when the file has none. */
  readonly condition: string;
  readonly concurrency: Tree | undefined;
  readonly matrix: Tree | undefined;
  readonly failFast: Tree | undefined;
  readonly maxParallel: Tree | undefined;
  readonly permissions: Permissions | undefined;
}

/** A job that runs steps. */
export interface StepsJob extends JobBase {
  readonly kind: 'steps';
  readonly runsOn: Tree | undefined;
  readonly env: Tree | undefined;
  readonly defaults: RunDefaults;
  readonly outputs: Tree | undefined;
  readonly timeoutMinutes: Tree | undefined;
  readonly continueOnError: Tree | undefined;
  readonly steps: readonly Step[];
}

/** A job that calls a reusable workflow. */
export interface CallJob extends JobBase {
  readonly kind: 'call';
  readonly uses: string;
  readonly with: Tree | undefined;
  readonly secrets: Tree | undefined;
  readonly at: { readonly line: number; readonly column: number };
}

export type Job = StepsJob | CallJob;

/** A step of a job or of a composite action. */
export interface Step {
  readonly id: string;
  readonly name: Tree | undefined;
  readonly condition: string;
  readonly env: Tree | undefined;
  readonly continueOnError: Tree | undefined;
  readonly timeoutMinutes: Tree | undefined;
  readonly work: StepWork;
}

export type StepWork =
  | {
      readonly kind: 'run';
      readonly script: Tree;
      readonly shell: Tree | undefined;
      readonly workingDirectory: Tree | undefined;
    }
  | { readonly kind: 'uses'; readonly uses: string; readonly with: Tree | undefined }
  | { readonly kind: 'unserved'; readonly keyword: string };

/** Decodes a workflow that the parser found valid. */
export function decodeWorkflow(tree: Tree): Workflow {
  const call = child(child(tree, 'on'), 'workflow_call');
  return {
    name: literalText(child(tree, 'name')),
    runName: child(tree, 'run-name'),
    on: child(tree, 'on'),
    permissions: parsePermissions(child(tree, 'permissions')),
    env: child(tree, 'env'),
    defaults: decodeDefaults(tree),
    concurrency: child(tree, 'concurrency'),
    call: call !== undefined || textList(child(tree, 'on')).includes('workflow_call') ? decodeCall(call) : undefined,
    jobs: entriesOf(child(tree, 'jobs')).map(({ key, value }) => decodeJob(key, value)),
  };
}

/** Decodes the `inputs:` of a workflow call or a workflow dispatch. */
export function decodeInputs(tree: Tree | undefined): readonly InputDeclaration[] {
  return entriesOf(tree).map(({ key, value }) => ({
    name: key,
    type: literalText(child(value, 'type')) ?? 'string',
    required: literalText(child(value, 'required')) === 'true',
    default: child(value, 'default'),
  }));
}

/** Decodes a list of steps and gives those without an id the one the runner would. */
export function decodeSteps(tree: Tree | undefined): readonly Step[] {
  const used = new Map<string, number>();
  return (tree?.kind === 'sequence' ? tree.items : []).map((item) => {
    const work = decodeWork(item);
    return {
      id: literalText(child(item, 'id')) ?? numbered(contextName(work), used),
      name: child(item, 'name'),
      condition: conditionOf(item),
      env: child(item, 'env'),
      continueOnError: child(item, 'continue-on-error'),
      timeoutMinutes: child(item, 'timeout-minutes'),
      work,
    };
  });
}

function decodeCall(tree: Tree | undefined): CallInterface {
  return {
    inputs: decodeInputs(child(tree, 'inputs')),
    secrets: entriesOf(child(tree, 'secrets')).map(({ key, value }) => ({
      name: key,
      required: literalText(child(value, 'required')) === 'true',
    })),
    outputs: entriesOf(child(tree, 'outputs')).map(({ key, value }) => ({ name: key, value: child(value, 'value') })),
  };
}

function decodeJob(id: string, tree: Tree): Job {
  const base: JobBase = {
    id,
    name: child(tree, 'name'),
    needs: textList(child(tree, 'needs')),
    condition: conditionOf(tree),
    concurrency: child(tree, 'concurrency'),
    matrix: child(child(tree, 'strategy'), 'matrix'),
    failFast: child(child(tree, 'strategy'), 'fail-fast'),
    maxParallel: child(child(tree, 'strategy'), 'max-parallel'),
    permissions: parsePermissions(child(tree, 'permissions')),
  };
  const uses = literalText(child(tree, 'uses'));
  if (uses !== undefined) {
    return { kind: 'call', ...base, uses, with: child(tree, 'with'), secrets: child(tree, 'secrets'), at: tree.at };
  }
  return {
    kind: 'steps',
    ...base,
    runsOn: child(tree, 'runs-on'),
    env: child(tree, 'env'),
    defaults: decodeDefaults(tree),
    outputs: child(tree, 'outputs'),
    timeoutMinutes: child(tree, 'timeout-minutes'),
    continueOnError: child(tree, 'continue-on-error'),
    steps: decodeSteps(child(tree, 'steps')),
  };
}

function decodeWork(tree: Tree): StepWork {
  const script = child(tree, 'run');
  if (script !== undefined) {
    return { kind: 'run', script, shell: child(tree, 'shell'), workingDirectory: child(tree, 'working-directory') };
  }
  const uses = literalText(child(tree, 'uses'));
  if (uses !== undefined) return { kind: 'uses', uses, with: child(tree, 'with') };
  const keyword = ['wait', 'wait-all', 'cancel', 'parallel'].find((key) => child(tree, key) !== undefined);
  return { kind: 'unserved', keyword: keyword ?? 'nothing' };
}

function decodeDefaults(tree: Tree): RunDefaults {
  const run = child(child(tree, 'defaults'), 'run');
  return { shell: child(run, 'shell'), workingDirectory: child(run, 'working-directory') };
}

function conditionOf(tree: Tree): string {
  const condition = child(tree, 'if');
  return condition?.kind === 'expression' ? condition.expression : 'success()';
}

/** `GITHUB_ACTION` of a step without an id: `__run`, `__self`, `__actions_checkout`. */
function contextName(work: StepWork): string {
  if (work.kind !== 'uses') return '__run';
  if (work.uses.startsWith('./')) return '__self';
  return `__${work.uses.split('@')[0]?.replaceAll(/[^A-Za-z0-9_]+/g, '_') ?? 'action'}`;
}

function numbered(name: string, used: Map<string, number>): string {
  const count = (used.get(name) ?? 0) + 1;
  used.set(name, count);
  return count === 1 ? name : `${name}_${count}`;
}
