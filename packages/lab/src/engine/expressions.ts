import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { Tree } from './tree.ts';

/** The contexts (`github`, `env`, `needs`, …) as plain values. */
export type Contexts = Readonly<Record<string, unknown>>;
/** Functions that GitHub's evaluator does not bring: status functions and `hashFiles`. */
export type Functions = Readonly<Record<string, (...args: readonly string[]) => string | boolean>>;

/** Everything that an expression may refer to. */
export interface Environment {
  readonly contexts: Contexts;
  readonly functions?: Functions;
}

// A context that is legal in a place but has no value there reads as empty; an unknown one is a parse error.
const everyContext = [
  ...['github', 'env', 'vars', 'secrets', 'inputs', 'needs', 'steps'],
  ...['job', 'jobs', 'runner', 'matrix', 'strategy'],
];

/** The value of an expression (without its braces) as plain data. */
export function evaluate(expression: string, environment: Environment): unknown {
  return toPlain(evaluateData(expression, environment));
}

/** Whether a condition holds, by the truth rules of GitHub. */
export function holds(expression: string, environment: Environment): boolean {
  return evaluate(`!!(${expression})`, environment) === true;
}

/** A tree with its expressions evaluated. */
export function evaluateTree(tree: Tree | undefined, environment: Environment): unknown {
  switch (tree?.kind) {
    case undefined:
      return undefined;
    case 'literal':
      return tree.value;
    case 'expression':
      return evaluate(tree.expression, environment);
    case 'sequence':
      return tree.items.map((item) => evaluateTree(item, environment));
    case 'mapping':
      return Object.fromEntries(tree.entries.map(({ key, value }) => [key, evaluateTree(value, environment)]));
  }
}

/** A scalar as the text that a step would see. */
export function evaluateText(tree: Tree | undefined, environment: Environment): string {
  if (tree?.kind === 'expression') return evaluateData(tree.expression, environment).coerceString();
  return tree?.kind === 'literal' && tree.value !== null ? String(tree.value) : '';
}

/** A mapping with text values, such as `env:` or `with:`; an expression may stand for the whole. */
export function evaluateTexts(tree: Tree | undefined, environment: Environment): Record<string, string> {
  if (tree?.kind === 'mapping') {
    return Object.fromEntries(tree.entries.map(({ key, value }) => [key, evaluateText(value, environment)]));
  }
  const value = evaluateTree(tree, environment);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, String(item ?? '')]));
}

function evaluateData(expression: string, { contexts, functions = {} }: Environment): data.ExpressionData {
  const infos = Object.entries(functions).map(([name, call]) => ({
    name,
    minArgs: 0,
    maxArgs: 255,
    call: (...args: data.ExpressionData[]) => toData(call(...args.map((arg) => arg.coerceString()))),
  }));
  const parsed = new Parser(tokensOf(expression), everyContext, infos).parse();
  const lower = expression.toLowerCase();
  const values = everyContext.map((name) => ({
    key: name,
    // The event can be large; it is only converted for an expression that may read it.
    value: lower.includes(name) ? toData(contexts[name] ?? {}) : new data.Null(),
  }));
  const byName = new Map(infos.map((info) => [info.name.toLowerCase(), info]));
  return new Evaluator(parsed, new data.Dictionary(...values), byName).evaluate();
}

/** The lexer (0.3.61) halves only the first pair of quotes in a text, which would spoil most scripts with two of them. */
function tokensOf(expression: string) {
  return new Lexer(expression).lex().tokens.map((token) => {
    if (typeof token.value !== 'string') return token;
    const first = token.value.indexOf("'") + 1;
    return { ...token, value: token.value.slice(0, first) + token.value.slice(first).replaceAll("''", "'") };
  });
}

function toData(value: unknown): data.ExpressionData {
  if (Array.isArray(value)) return new data.Array(...value.map(toData));
  switch (typeof value) {
    case 'string':
      return new data.StringData(value);
    case 'number':
      return new data.NumberData(value);
    case 'boolean':
      return new data.BooleanData(value);
    case 'object':
      if (value === null) return new data.Null();
      return new data.Dictionary(...Object.entries(value).map(([key, item]) => ({ key, value: toData(item) })));
    default:
      return new data.Null();
  }
}

function toPlain(value: data.ExpressionData): unknown {
  return JSON.parse(JSON.stringify(value, data.replacer)) as unknown;
}
