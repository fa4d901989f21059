import type { Action } from './action.ts';
import { evaluateText, evaluateTexts } from './expressions.ts';
import type { StepOrder } from './step.ts';
import type { Tree } from './tree.ts';

/** The inputs of an action: what `with:` gives, else the defaults. Unknown ones are passed on with a warning. */
export function actionInputs(order: StepOrder, action: Action, given: Tree | undefined): Record<string, string> {
  const { environment, annotate } = order;
  const values = new Map(
    Object.entries(evaluateTexts(given, environment)).map(([name, value]) => [name.toLowerCase(), { name, value }]),
  );
  const inputs: Record<string, string> = {};
  for (const { name, default: fallback, deprecation } of action.inputs) {
    const found = values.get(name.toLowerCase());
    inputs[name] = found === undefined ? evaluateText(fallback, environment) : found.value;
    if (found !== undefined && deprecation !== undefined)
      annotate('warning', `Input '${name}' has been deprecated with message: ${deprecation}`);
    values.delete(name.toLowerCase());
  }
  const unexpected = [...values.values()];
  if (unexpected.length > 0) {
    const names = unexpected.map(({ name }) => `'${name}'`).join(', ');
    const known = action.inputs.map(({ name }) => `'${name}'`).join(', ');
    annotate('warning', `Unexpected input(s) ${names}, valid inputs are [${known}]`);
  }
  for (const { name, value } of unexpected) inputs[name] = value;
  return inputs;
}

/** `INPUT_*` as the runner spells them: upper case, spaces as underscores, dashes kept. */
export function inputVariables(inputs: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, value]) => [`INPUT_${name.replaceAll(' ', '_').toUpperCase()}`, value]),
  );
}
