import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { parseJson, type Sandbox, sandboxes, type TokenUsage } from '@codex-worker/core';
import * as v from 'valibot';
import { readLines } from '../process/lines.ts';

/** What a rollout says of a turn that `--json` does not, or not in the same way. */
export interface TurnRecord {
  /** The sandbox that was in force. */
  readonly sandbox: Sandbox | undefined;
  /** Tokens of the turn; `turn.completed` gives those of the whole session. */
  readonly usage: TokenUsage | undefined;
  /** As they were in force; Codex chooses where it was not told. */
  readonly model?: string;
  readonly effort?: string;
}

const context = v.object({
  type: v.literal('turn_context'),
  payload: v.object({
    sandbox_policy: v.object({ type: v.picklist(sandboxes) }),
    model: v.optional(v.unknown()),
    effort: v.optional(v.unknown()),
  }),
});
/** What Codex takes for a name, or for a level. */
const word = v.pipe(v.string(), v.regex(/^[\w./:-]{1,100}$/));
const count = v.object({
  type: v.literal('token_usage_record'),
  payload: v.object({
    turn_token_usage: v.object({
      input_tokens: v.number(),
      cached_input_tokens: v.number(),
      output_tokens: v.number(),
      reasoning_output_tokens: v.number(),
    }),
  }),
});

const meta = v.object({ type: v.literal('session_meta'), payload: v.object({ id: v.string() }) });

/** The session that a rollout says it is of, whatever its name says; undefined when it cannot be read. */
export async function sessionInside(file: string): Promise<string | undefined> {
  for await (const line of readLines(createReadStream(file))) {
    const json = parseJson(line);
    return v.is(meta, json) ? json.payload.id : undefined;
  }
  return undefined;
}

/** Length of a rollout, to read later only what was added. */
export async function lengthOf(file: string): Promise<number> {
  return (await stat(file)).size;
}

/** Reads the last turn's record from what was added to a rollout since it had a length. */
export async function readTurnRecord(file: string, since: number): Promise<TurnRecord> {
  // Codex drops a broken last line when it resumes, so the file may have become shorter.
  const start = since <= (await lengthOf(file)) ? since : 0;
  let record: TurnRecord = { sandbox: undefined, usage: undefined };
  for await (const line of readLines(createReadStream(file, { start, highWaterMark: 1024 * 1024 }))) {
    record = { ...record, ...partOf(line) };
  }
  return record;
}

/** The type stands at the start of a line; those of a megabyte need not be parsed to be skipped. */
const interesting = /"type":"(turn_context|token_usage_record)"/;

function partOf(line: string): Partial<TurnRecord> {
  if (!interesting.test(line.slice(0, 200))) return {};
  const json = parseJson(line);
  if (v.is(context, json)) {
    const { sandbox_policy, model, effort } = json.payload;
    return {
      sandbox: sandbox_policy.type,
      ...(v.is(word, model) ? { model } : {}),
      ...(v.is(word, effort) ? { effort } : {}),
    };
  }
  if (!v.is(count, json)) return {};
  const tokens = json.payload.turn_token_usage;
  return {
    usage: {
      input: tokens.input_tokens,
      cachedInput: tokens.cached_input_tokens,
      output: tokens.output_tokens,
      reasoning: tokens.reasoning_output_tokens,
    },
  };
}
