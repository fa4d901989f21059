import { expect, test } from 'vitest';
import { type CodexEvent, decodeEvent } from './event.ts';

const item = (fields: object, type = 'item.completed') => JSON.stringify({ type, item: { id: 'item_0', ...fields } });

const cases: readonly { readonly what: string; readonly line: string; readonly event: CodexEvent }[] = [
  {
    what: 'the session',
    line: '{"type":"thread.started","thread_id":"01a2"}',
    event: { kind: 'session', sessionId: '01a2' },
  },
  {
    what: 'a command that starts',
    line: item(
      { type: 'command_execution', command: 'ls', aggregated_output: '', exit_code: null, status: 'in_progress' },
      'item.started',
    ),
    event: { kind: 'command-started', command: 'ls' },
  },
  {
    what: 'a command that failed',
    line: item({
      type: 'command_execution',
      command: 'exit 3',
      aggregated_output: 'no\n',
      exit_code: 3,
      status: 'failed',
    }),
    event: { kind: 'command-ended', command: 'exit 3', output: 'no\n', exitCode: 3 },
  },
  {
    what: 'a command without an exit code',
    line: item({ type: 'command_execution', command: 'x', aggregated_output: '', exit_code: null, status: 'declined' }),
    event: { kind: 'command-ended', command: 'x', output: '', exitCode: undefined },
  },
  {
    what: 'a patch',
    line: item({ type: 'file_change', changes: [{ path: '/w/a', kind: 'add' }], status: 'completed' }),
    event: { kind: 'files-changed', changes: [{ path: '/w/a', kind: 'add' }], applied: true },
  },
  {
    what: 'a patch that could not be written',
    line: item({ type: 'file_change', changes: [{ path: '/w/a', kind: 'update' }], status: 'failed' }),
    event: { kind: 'files-changed', changes: [{ path: '/w/a', kind: 'update' }], applied: false },
  },
  {
    what: 'a plan',
    line: item({ type: 'todo_list', items: [{ text: 'look', completed: false }] }, 'item.started'),
    event: { kind: 'planned', steps: [{ text: 'look', done: false }] },
  },
  {
    what: 'a step of the plan that is done',
    line: item({ type: 'todo_list', items: [{ text: 'look', completed: true }] }, 'item.updated'),
    event: { kind: 'planned', steps: [{ text: 'look', done: true }] },
  },
  {
    what: 'the plan at the end of the turn',
    line: item({ type: 'todo_list', items: [] }),
    event: { kind: 'planned', steps: [] },
  },
  { what: 'a message', line: item({ type: 'agent_message', text: 'hi' }), event: { kind: 'message', text: 'hi' } },
  { what: 'a thought', line: item({ type: 'reasoning', text: '**hm**' }), event: { kind: 'thought', text: '**hm**' } },
  {
    what: 'a tool of a server',
    line: item({
      type: 'mcp_tool_call',
      server: 'demo',
      tool: 'boom',
      arguments: {},
      result: {},
      error: null,
      status: 'failed',
    }),
    event: { kind: 'tool-called', server: 'demo', tool: 'boom', succeeded: false },
  },
  {
    what: 'a search, whose line has the key `id` twice',
    line: '{"type":"item.completed","item":{"id":"item_7","type":"web_search","id":"ws_11","query":"codex cli"}}',
    event: { kind: 'searched', query: 'codex cli' },
  },
  { what: 'a warning', line: item({ type: 'error', message: 'old' }), event: { kind: 'warning', text: 'old' } },
  {
    what: 'a retry',
    line: '{"type":"error","message":"Reconnecting... 1/5"}',
    event: { kind: 'warning', text: 'Reconnecting... 1/5' },
  },
  { what: 'the end', line: '{"type":"turn.completed","usage":{"input_tokens":1}}', event: { kind: 'turn-completed' } },
  {
    what: 'a bad end',
    line: '{"type":"turn.failed","error":{"message":"no"}}',
    event: { kind: 'turn-failed', text: 'no' },
  },
  { what: 'an event that is new', line: '{"type":"turn.paused"}', event: { kind: 'other', type: 'turn.paused' } },
  { what: 'an item that is new', line: item({ type: 'hologram' }), event: { kind: 'other', type: 'item.completed' } },
  { what: 'a line that is no JSON', line: 'thread panicked', event: { kind: 'other', type: 'unreadable' } },
];

for (const { what, line, event } of cases) {
  test(`${what} is read as ${event.kind}`, () => {
    expect(decodeEvent(line)).toEqual(event);
  });
}
