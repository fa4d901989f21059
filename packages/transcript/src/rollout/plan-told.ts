import * as v from 'valibot';

/** A step of the plan that Codex made, and how far it is. */
export interface PlanStep {
  readonly text: string;
  readonly state: 'done' | 'doing' | 'open';
}

const states: Readonly<Record<string, PlanStep['state']>> = { completed: 'done', in_progress: 'doing' };

const asked = v.object({ plan: v.array(v.object({ step: v.string(), status: v.string() })) });

/** The plan in the arguments of a call of Codex's plan tool; undefined where they hold none. */
export function planInArguments(json: unknown): readonly PlanStep[] | undefined {
  const parsed = v.safeParse(asked, json);
  if (!parsed.success) return undefined;
  return parsed.output.plan.map(({ step, status }) => ({ text: step, state: states[status] ?? 'open' }));
}

const CALL = 'update_plan(';
const step = /\bstep["']?\s*:\s*("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/;
const status = /\bstatus["']?\s*:\s*["'](\w+)["']/;

/**
 * The plan in a script of a model that calls tools by JavaScript: the last one that stands there in plain words. No event
 * tells of it, and nothing of a script is run to find out.
 */
export function planInScript(script: string): readonly PlanStep[] | undefined {
  const start = script.lastIndexOf(CALL);
  if (start === -1) return undefined;
  const steps = [...script.slice(start + CALL.length).matchAll(/\{[^{}]*\}/g)].flatMap(([entry]) => stepIn(entry));
  return steps.length === 0 ? undefined : steps;
}

function stepIn(entry: string): readonly PlanStep[] {
  const text = step.exec(entry)?.[1];
  const state = status.exec(entry)?.[1];
  if (text === undefined || state === undefined) return [];
  return [{ text: unquoted(text), state: states[state] ?? 'open' }];
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: ' ', r: '' };

function unquoted(literal: string): string {
  return literal.slice(1, -1).replaceAll(/\\(.)/g, (_, character: string) => escapes[character] ?? character);
}
