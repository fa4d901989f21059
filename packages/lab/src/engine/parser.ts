import './json-imports.ts';
import type { TemplateContext } from '@actions/workflow-parser/templates/template-context';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/template-token';
import type { Tree } from './tree.ts';

/** What a file parsed to, or why it is not valid. */
export type Parsed =
  | { readonly kind: 'parsed'; readonly tree: Tree }
  | { readonly kind: 'invalid'; readonly errors: readonly string[] };

/** Parses and validates workflow and action files with GitHub's own parser. */
export interface FileParser {
  workflow(name: string, content: string): Promise<Parsed>;
  action(name: string, content: string): Parsed;
}

const silent = { error() {}, info() {}, verbose() {} };

let loading: Promise<FileParser> | undefined;

/** Loads GitHub's parser on first use: about 60 ms, which a lab that runs nothing need not pay. */
export function fileParser(): Promise<FileParser> {
  loading ??= loadParser();
  return loading;
}

async function loadParser(): Promise<FileParser> {
  const { parseWorkflow } = await import('@actions/workflow-parser/workflows/workflow-parser');
  const { convertWorkflowTemplate } = await import('@actions/workflow-parser/model/convert');
  const { parseAction } = await import('@actions/workflow-parser/actions/action-parser');
  const { convertActionTemplate } = await import('@actions/workflow-parser/actions/action-template');
  const toTree = await treeMaker();
  const conclude = (context: TemplateContext, value: TemplateToken | undefined): Parsed => {
    const errors = context.errors.getErrors().map((error) => error.message);
    if (errors.length > 0 || value === undefined) return { kind: 'invalid', errors };
    return { kind: 'parsed', tree: toTree(value) };
  };
  return {
    async workflow(name, content) {
      const { context, value } = parseWorkflow({ name, content }, silent);
      // Parsing checks the schema; only the conversion checks `if:`, `needs` and the references between them.
      if (value !== undefined) await convertWorkflowTemplate(context, value);
      return conclude(context, value);
    },
    action(name, content) {
      const { context, value } = parseAction({ name, content }, silent);
      if (value !== undefined) convertActionTemplate(context, value);
      return conclude(context, value);
    },
  };
}

async function treeMaker(): Promise<(token: TemplateToken) => Tree> {
  const { isBasicExpression, isBoolean, isMapping, isNumber, isSequence, isString } = await import(
    '@actions/workflow-parser/templates/tokens/type-guards'
  );
  const { ensureStatusFunction } = await import('@actions/workflow-parser/model/converter/if-condition');

  /** A condition is an expression with or without `${{ }}`, and means `success() && …` if it names no status. */
  const condition = (token: TemplateToken): Tree => {
    const text = isBasicExpression(token) ? token.expression : isString(token) ? token.value.trim() : '';
    const expression = text === '' ? 'success()' : ensureStatusFunction(text, token.definitionInfo);
    return { kind: 'expression', expression, at: position(token) };
  };

  const toTree = (token: TemplateToken): Tree => {
    const at = position(token);
    if (isBasicExpression(token)) return { kind: 'expression', expression: token.expression, at };
    if (isString(token) || isNumber(token) || isBoolean(token)) return { kind: 'literal', value: token.value, at };
    if (isSequence(token)) return { kind: 'sequence', items: [...token].map(toTree), at };
    if (!isMapping(token)) return { kind: 'literal', value: null, at };
    const entries = [...token].map(({ key, value }) => {
      const name = key.toString();
      return { key: name, value: isCondition(name, value) ? condition(value) : toTree(value) };
    });
    return { kind: 'mapping', entries, at };
  };
  return toTree;
}

/** `if` is also a legal name of an input or an output, which carries no status functions. */
function isCondition(key: string, value: TemplateToken): boolean {
  return key === 'if' && (value.definitionInfo?.allowedContext.some((name) => name.startsWith('success(')) ?? false);
}

function position(token: TemplateToken): { line: number; column: number } {
  return { line: token.line ?? 0, column: token.col ?? 0 };
}
