import * as v from 'valibot';

const inputItem = v.looseObject({
  type: v.optional(v.string(), 'message'),
  role: v.optional(v.string()),
  content: v.optional(v.unknown()),
  tools: v.optional(v.unknown()),
});
const body = v.looseObject({
  model: v.string(),
  input: v.array(inputItem),
  tools: v.optional(v.unknown()),
  reasoning: v.optional(v.nullable(v.looseObject({ effort: v.optional(v.nullable(v.string())) }))),
  stream: v.optional(v.boolean()),
});
const textPart = v.looseObject({ text: v.string() });
const picturePart = v.looseObject({ type: v.literal('input_image'), image_url: v.string() });

/** How Codex wants its tools called: one function for each, or JavaScript in the one tool `exec`. */
export type ToolStyle = 'classic' | 'code';

/** What the scripted model needs to know of a request. */
export interface ModelRequest {
  readonly model: string;
  /** How hard it is to think; undefined where Codex leaves that to the model. */
  readonly effort: string | undefined;
  /** The last thing that the user asked. */
  readonly prompt: string;
  /** Every prompt of the session, oldest first. */
  readonly prompts: readonly string[];
  /** Every picture that people gave it in the session, oldest first, as `data:` addresses. */
  readonly pictures: readonly string[];
  /** Tool calls answered since the last prompt. */
  readonly toolOutputs: number;
  readonly toolStyle: ToolStyle;
  /** Length of the input in characters, and of the part that an earlier request had already sent. */
  readonly inputLength: number;
  readonly knownLength: number;
}

/** Reads a request body, or undefined when it is not one that the Responses API takes. */
export function parseRequest(json: unknown): ModelRequest | undefined {
  const parsed = v.safeParse(body, json);
  if (!parsed.success) return undefined;
  const { model, input, reasoning } = parsed.output;
  const asked = input.map((item) => ({ item, prompt: promptOf(item) }));
  const last = asked.findLastIndex(({ prompt }) => prompt !== undefined);
  const sinceLast = input.slice(last + 1).filter(({ type }) => type.endsWith('_call_output'));
  return {
    model,
    effort: reasoning?.effort ?? undefined,
    prompt: asked[last]?.prompt ?? '',
    prompts: asked.flatMap(({ prompt }) => prompt ?? []),
    pictures: input.flatMap((item) => (item.role === 'user' ? picturesOf(item.content) : [])),
    toolOutputs: sinceLast.length,
    toolStyle: toolStyleOf(parsed.output.tools, input),
    inputLength: JSON.stringify(input).length,
    knownLength: JSON.stringify(input.slice(0, sinceLast.length > 0 ? -1 : last)).length,
  };
}

type InputItem = v.InferOutput<typeof inputItem>;

/** Codex speaks in the user's role too: of the environment, of AGENTS.md, of an abort. Those are not prompts. */
const fromCodex = /^\s*(<environment_context>|<user_instructions>|<turn_aborted>|<skill>|# AGENTS\.md instructions)/;

function promptOf(item: InputItem): string | undefined {
  if (item.type !== 'message' || item.role !== 'user') return undefined;
  const text = textOf(item.content);
  return fromCodex.test(text) ? undefined : text;
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (v.is(textPart, part) && !FRAME.test(part.text) ? part.text : '')).join('');
}

/** What Codex writes around each picture. */
const FRAME = /^(<image name=\[Image #\d+\] path="[^"]*">|<\/image>)$/;

function picturesOf(content: unknown): readonly string[] {
  const parts: readonly unknown[] = Array.isArray(content) ? content : [];
  return parts.flatMap((part) => (v.is(picturePart, part) ? part.image_url : []));
}

/** Code mode announces its tools as an item of the input, not in `tools`. */
function toolStyleOf(tools: unknown, input: readonly InputItem[]): ToolStyle {
  const announced = JSON.stringify([tools ?? [], ...input.map((item) => item.tools ?? [])]);
  return announced.includes('"type":"custom","name":"exec"') ? 'code' : 'classic';
}
