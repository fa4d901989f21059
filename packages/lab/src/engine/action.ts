import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileParser } from './parser.ts';
import { child, entriesOf, literalText, type Tree } from './tree.ts';
import { decodeSteps, type Step } from './workflow.ts';

/** An `action.yml`, decoded. */
export interface Action {
  readonly folder: string;
  readonly inputs: readonly {
    readonly name: string;
    readonly default: Tree | undefined;
    readonly deprecation: string | undefined;
  }[];
  readonly runs: Runs;
}

export type Runs =
  | {
      readonly kind: 'node';
      readonly using: 'node20' | 'node24';
      readonly main: string;
      readonly pre: Hook | undefined;
      readonly post: Hook | undefined;
    }
  | {
      readonly kind: 'composite';
      readonly steps: readonly Step[];
      readonly outputs: readonly { readonly name: string; readonly value: Tree | undefined }[];
    };

/** A script before or after an action's main one. */
export interface Hook {
  readonly script: string;
  readonly condition: string;
}

/** Reads the action in a folder; throws with what is wrong when there is none that the lab can run. */
export async function loadAction(folder: string, uses: string): Promise<Action> {
  const file = await firstFile(folder, ['action.yml', 'action.yaml']);
  if (file === undefined) {
    throw new Error(
      `Can't find 'action.yml' or 'action.yaml' under '${folder}' for '${uses}'. Did you forget to run actions/checkout before running your local action?`,
    );
  }
  const parsed = (await fileParser()).action(file.name, file.content);
  if (parsed.kind === 'invalid') throw new Error(`The action '${uses}' is not valid: ${parsed.errors.join('; ')}`);
  const inputs = entriesOf(child(parsed.tree, 'inputs')).map(({ key, value }) => ({
    name: key,
    default: child(value, 'default'),
    deprecation: literalText(child(value, 'deprecationMessage')),
  }));
  return { folder, inputs, runs: decodeRuns(parsed.tree, uses) };
}

function decodeRuns(tree: Tree, uses: string): Runs {
  const runs = child(tree, 'runs');
  const using = literalText(child(runs, 'using')) ?? '';
  if (using === 'composite') {
    const outputs = entriesOf(child(tree, 'outputs')).map(({ key, value }) => ({
      name: key,
      value: child(value, 'value'),
    }));
    return { kind: 'composite', steps: decodeSteps(child(runs, 'steps')), outputs };
  }
  const main = literalText(child(runs, 'main'));
  // Since 2026 the runner runs node20 actions under Node 24 as well.
  if ((using !== 'node20' && using !== 'node24') || main === undefined) {
    throw new Error(`The action '${uses}' runs with '${using}'. The lab runs node20, node24 and composite actions.`);
  }
  return { kind: 'node', using, main, pre: decodeHook(runs, 'pre'), post: decodeHook(runs, 'post') };
}

function decodeHook(runs: Tree | undefined, name: 'pre' | 'post'): Hook | undefined {
  const script = literalText(child(runs, name));
  if (script === undefined) return undefined;
  const condition = child(runs, `${name}-if`);
  const text = condition?.kind === 'expression' ? condition.expression : literalText(condition);
  return { script, condition: text ?? 'always()' };
}

async function firstFile(
  folder: string,
  names: readonly string[],
): Promise<{ name: string; content: string } | undefined> {
  for (const name of names) {
    const content = await readFile(path.join(folder, name), 'utf8').catch(() => undefined);
    if (content !== undefined) return { name, content };
  }
  return undefined;
}
