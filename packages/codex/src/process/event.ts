import type { PlanStep } from '@codex-worker/core';
import { parseJson } from '@codex-worker/core';
import * as v from 'valibot';

/** A file that a patch touched. */
export interface FileChange {
  readonly path: string;
  readonly kind: string;
}

/** What `codex exec --json` tells while it works, in our words. */
export type CodexEvent =
  | { readonly kind: 'session'; readonly sessionId: string }
  | { readonly kind: 'command-started'; readonly command: string }
  | {
      readonly kind: 'command-ended';
      readonly command: string;
      readonly output: string;
      readonly exitCode: number | undefined;
    }
  /** The whole plan as it is now. */
  | { readonly kind: 'planned'; readonly steps: readonly PlanStep[] }
  | { readonly kind: 'files-changed'; readonly changes: readonly FileChange[]; readonly applied: boolean }
  /** A remark on the way, or (the last one) the answer: Codex does not tell them apart. */
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'thought'; readonly text: string }
  | { readonly kind: 'tool-called'; readonly server: string; readonly tool: string; readonly succeeded: boolean }
  | { readonly kind: 'searched'; readonly query: string }
  /** The turn goes on. */
  | { readonly kind: 'warning'; readonly text: string }
  | { readonly kind: 'turn-completed' }
  | { readonly kind: 'turn-failed'; readonly text: string }
  /** An event that this version does not know, or a line that is no event. */
  | { readonly kind: 'other'; readonly type: string };

const text = v.optional(v.string(), '');
const changes = v.array(v.object({ path: v.string(), kind: v.string() }));
const plan = v.object({
  type: v.literal('todo_list'),
  items: v.array(v.object({ text: v.string(), completed: v.boolean() })),
});
const started = v.variant('type', [v.object({ type: v.literal('command_execution'), command: v.string() }), plan]);
const completed = v.variant('type', [
  v.object({
    type: v.literal('command_execution'),
    command: v.string(),
    aggregated_output: text,
    exit_code: v.nullish(v.number()),
  }),
  v.object({ type: v.literal('file_change'), changes, status: text }),
  v.object({ type: v.literal('agent_message'), text: v.string() }),
  v.object({ type: v.literal('reasoning'), text: v.string() }),
  v.object({ type: v.literal('mcp_tool_call'), server: v.string(), tool: v.string(), status: text }),
  v.object({ type: v.literal('web_search'), query: text }),
  v.object({ type: v.literal('error'), message: v.string() }),
  plan,
]);
const line = v.variant('type', [
  v.object({ type: v.literal('thread.started'), thread_id: v.string() }),
  v.object({ type: v.literal('item.started'), item: started }),
  v.object({ type: v.literal('item.updated'), item: plan }),
  v.object({ type: v.literal('item.completed'), item: completed }),
  v.object({ type: v.literal('error'), message: v.string() }),
  v.object({ type: v.literal('turn.completed') }),
  v.object({ type: v.literal('turn.failed'), error: v.object({ message: v.string() }) }),
]);
const anyLine = v.object({ type: v.string() });

/** Reads one line of `--json`. Never throws: an event that we do not know must not end a turn. */
export function decodeEvent(source: string): CodexEvent {
  const json = parseJson(source);
  const parsed = v.safeParse(line, json);
  if (!parsed.success) return { kind: 'other', type: v.is(anyLine, json) ? json.type : 'unreadable' };
  const event = parsed.output;
  switch (event.type) {
    case 'thread.started':
      return { kind: 'session', sessionId: event.thread_id };
    case 'item.started':
      return event.item.type === 'todo_list'
        ? planned(event.item)
        : { kind: 'command-started', command: event.item.command };
    case 'item.updated':
      return planned(event.item);
    case 'item.completed':
      return decodeItem(event.item);
    case 'error':
      return { kind: 'warning', text: event.message };
    case 'turn.completed':
      return { kind: 'turn-completed' };
    case 'turn.failed':
      return { kind: 'turn-failed', text: event.error.message };
  }
}

function decodeItem(item: v.InferOutput<typeof completed>): CodexEvent {
  switch (item.type) {
    case 'command_execution':
      return {
        kind: 'command-ended',
        command: item.command,
        output: item.aggregated_output,
        exitCode: item.exit_code ?? undefined,
      };
    case 'file_change':
      return { kind: 'files-changed', changes: item.changes, applied: item.status !== 'failed' };
    case 'agent_message':
      return { kind: 'message', text: item.text };
    case 'reasoning':
      return { kind: 'thought', text: item.text };
    case 'mcp_tool_call':
      return { kind: 'tool-called', server: item.server, tool: item.tool, succeeded: item.status !== 'failed' };
    case 'web_search':
      return { kind: 'searched', query: item.query };
    case 'error':
      return { kind: 'warning', text: item.message };
    case 'todo_list':
      return planned(item);
  }
}

const planned = ({ items }: v.InferOutput<typeof plan>): CodexEvent => ({
  kind: 'planned',
  steps: items.map(({ text: step, completed: done }) => ({ text: step, done })),
});
