import * as v from 'valibot';
import { type PlanStep, planInArguments, planInScript } from './plan-told.ts';

/** A file that a patch touched, as Codex records it. */
export interface RecordedChange {
  readonly path: string;
  readonly movedTo: string | undefined;
  readonly kind: 'add' | 'delete' | 'update';
  /** The whole file where it was added or deleted, hunks where it was updated. */
  readonly text: string;
}

/** One thing that a rollout tells of a turn, in our words. */
export type RolloutRecord =
  | { readonly kind: 'began' }
  | { readonly kind: 'settings'; readonly model: string | undefined; readonly folder: string | undefined }
  | { readonly kind: 'asked'; readonly text: string; readonly pictures: number }
  | { readonly kind: 'said'; readonly text: string; readonly isFinal: boolean }
  | { readonly kind: 'thought'; readonly text: string }
  | {
      readonly kind: 'ran';
      readonly command: string;
      readonly output: string;
      readonly exitCode: number | undefined;
      readonly seconds: number | undefined;
    }
  | { readonly kind: 'changed'; readonly changes: readonly RecordedChange[]; readonly applied: boolean }
  | { readonly kind: 'planned'; readonly plan: readonly PlanStep[] }
  | { readonly kind: 'searched'; readonly query: string }
  | {
      readonly kind: 'called';
      readonly tool: string;
      readonly input: string;
      readonly output: string;
      readonly succeeded: boolean;
    }
  | { readonly kind: 'other'; readonly type: string }
  | { readonly kind: 'tokens'; readonly input: number; readonly cached: number; readonly output: number }
  | { readonly kind: 'compacted' }
  | { readonly kind: 'ended'; readonly error: string | undefined }
  | { readonly kind: 'interrupted' };

/** What the beginning of each line that is read says of its type. Codex writes most things twice, and some at great length. */
const wanted =
  /"type":"(?:event_msg","payload":\{"type":"(?:item_completed|token_count|task_started|task_complete|turn_aborted)"|turn_context"|compacted"|response_item","payload":\{"type":"(?:function_call|custom_tool_call)")/;

/** Whether a line that begins like this is decoded. */
export const isWanted = (head: string): boolean => wanted.test(head);

const line = v.object({
  timestamp: v.optional(v.string(), ''),
  type: v.string(),
  payload: v.optional(v.looseObject({ type: v.optional(v.string(), '') }), {}),
});

/** A record with the time that Codex gave it, ISO 8601 or empty. */
export interface TimedRecord {
  readonly at: string;
  readonly record: RolloutRecord;
}

/** Reads one line; undefined where it tells nothing. Never throws: a rollout of another release must not end a run. */
export function decodeLine(text: string): TimedRecord | undefined {
  const parsed = v.safeParse(line, parseJson(text));
  if (!parsed.success) return undefined;
  const { timestamp: at, type, payload } = parsed.output;
  const record = recordOf(type, payload);
  return record && { at, record };
}

function recordOf(type: string, payload: Payload): RolloutRecord | undefined {
  if (type === 'event_msg') return eventOf(payload);
  if (type === 'response_item') return planOf(payload);
  if (type === 'compacted') return { kind: 'compacted' };
  const context = v.safeParse(turnContext, payload);
  if (type !== 'turn_context' || !context.success) return undefined;
  return { kind: 'settings', model: context.output.model, folder: context.output.cwd };
}

type Payload = { readonly type?: string | undefined } & Readonly<Record<string, unknown>>;

const optionalText = v.fallback(v.optional(v.string()), undefined);
const turnContext = v.object({ model: optionalText, cwd: optionalText });
const call = v.object({ name: v.string(), arguments: optionalText, input: optionalText });

function planOf(payload: Payload): RolloutRecord | undefined {
  const parsed = v.safeParse(call, payload);
  if (!parsed.success) return undefined;
  const { name, arguments: given, input } = parsed.output;
  const plan =
    name === 'update_plan' ? planInArguments(parseJson(given ?? '')) : name === 'exec' && planInScript(input ?? '');
  return plan ? { kind: 'planned', plan } : undefined;
}

const count = v.fallback(v.number(), 0);
const tokenCount = v.object({
  info: v.object({
    last_token_usage: v.object({ input_tokens: count, cached_input_tokens: count, output_tokens: count }),
  }),
});
const ended = v.object({ error: v.nullish(v.object({ message: v.string() })) });

function eventOf(payload: Payload): RolloutRecord | undefined {
  switch (payload.type) {
    case 'task_started':
      return { kind: 'began' };
    case 'task_complete': {
      const parsed = v.safeParse(ended, payload);
      return { kind: 'ended', error: parsed.success ? parsed.output.error?.message : undefined };
    }
    case 'turn_aborted':
      return { kind: 'interrupted' };
    case 'token_count': {
      const parsed = v.safeParse(tokenCount, payload);
      if (!parsed.success) return undefined;
      const {
        input_tokens: input,
        cached_input_tokens: cached,
        output_tokens: output,
      } = parsed.output.info.last_token_usage;
      return { kind: 'tokens', input, cached: Math.min(cached, input), output };
    }
    case 'item_completed':
      return itemOf(payload['item']);
    default:
      return undefined;
  }
}

const text = v.fallback(v.string(), '');
const texts = v.fallback(v.array(v.string()), []);
const parts = v.fallback(v.array(v.object({ type: text, text })), []);
const duration = v.fallback(v.nullish(v.object({ secs: v.number(), nanos: v.number() })), undefined);
const change = v.variant('type', [
  v.object({ type: v.literal('add'), content: text }),
  v.object({ type: v.literal('delete'), content: text }),
  v.object({ type: v.literal('update'), unified_diff: text, move_path: v.nullish(v.string()) }),
]);
const item = v.variant('type', [
  v.object({ type: v.literal('UserMessage'), content: parts }),
  v.object({ type: v.literal('AgentMessage'), content: parts, phase: optionalText }),
  v.object({ type: v.literal('Reasoning'), summary_text: texts }),
  v.object({
    type: v.literal('CommandExecution'),
    command: texts,
    aggregated_output: text,
    exit_code: v.nullish(v.number()),
    duration,
  }),
  v.object({ type: v.literal('FileChange'), changes: v.record(v.string(), change), status: text }),
  v.object({ type: v.literal('WebSearch'), query: text }),
  v.object({
    type: v.literal('McpToolCall'),
    server: text,
    tool: text,
    arguments: v.optional(v.unknown()),
    result: v.optional(v.unknown()),
    error: v.optional(v.unknown()),
    status: text,
  }),
]);
const anyItem = v.object({ type: v.string() });

function itemOf(source: unknown): RolloutRecord | undefined {
  const parsed = v.safeParse(item, source);
  if (!parsed.success) return v.is(anyItem, source) ? { kind: 'other', type: source.type } : undefined;
  const { output } = parsed;
  switch (output.type) {
    case 'UserMessage':
      return { kind: 'asked', text: joined(output.content), pictures: output.content.filter(isPicture).length };
    case 'AgentMessage':
      return { kind: 'said', text: joined(output.content), isFinal: output.phase !== 'commentary' };
    case 'Reasoning':
      return { kind: 'thought', text: output.summary_text.join('\n\n') };
    case 'CommandExecution':
      return {
        kind: 'ran',
        command: commandLine(output.command),
        output: output.aggregated_output,
        exitCode: output.exit_code ?? undefined,
        seconds: output.duration ? output.duration.secs + output.duration.nanos / 1e9 : undefined,
      };
    case 'FileChange':
      return { kind: 'changed', changes: changesOf(output.changes), applied: output.status !== 'failed' };
    case 'WebSearch':
      return { kind: 'searched', query: output.query };
    case 'McpToolCall':
      return {
        kind: 'called',
        tool: `${output.server}.${output.tool}`,
        input: written(output.arguments),
        output: written(output.error ?? saidBy(output.result)),
        succeeded: output.status !== 'failed',
      };
  }
}

const isPicture = ({ type }: { readonly type: string }): boolean => type === 'local_image' || type === 'image';

const joined = (content: readonly { readonly text: string }[]): string =>
  content
    .map((part) => part.text)
    .filter((part) => part !== '')
    .join('\n\n');

/** Codex runs all through a login shell, which tells a reader nothing. */
function commandLine(command: readonly string[]): string {
  const [shell = '', flag, script] = command;
  return /\/(?:ba|z)?sh$/.test(shell) && flag === '-lc' && script !== undefined ? script : command.join(' ');
}

function changesOf(changes: Readonly<Record<string, v.InferOutput<typeof change>>>): readonly RecordedChange[] {
  return Object.entries(changes).map(([path, one]) =>
    one.type === 'update'
      ? { path, kind: one.type, text: one.unified_diff, movedTo: one.move_path ?? undefined }
      : { path, kind: one.type, text: one.content, movedTo: undefined },
  );
}

const result = v.object({ content: v.array(v.object({ text: v.string() })) });

/** What a tool says is text, as a rule; anything else is shown as it is. */
function saidBy(source: unknown): unknown {
  return v.is(result, source) ? source.content.map(({ text: said }) => said).join('\n') : source;
}

function written(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : (JSON.stringify(value, undefined, 2) ?? '');
}

function parseJson(source: string): unknown {
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}
