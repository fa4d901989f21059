import { expect, test } from 'vitest';
import { parseRequest } from './request.ts';

const user = (text: string) => ({ type: 'message', role: 'user', content: [{ type: 'input_text', text }] });
const output = { type: 'function_call_output', call_id: 'call_1', output: 'ok' };
const codeOutput = { type: 'custom_tool_call_output', call_id: 'call_1', output: [] };
const base = { model: 'gpt-5.5', stream: true };

test('the prompt is the last thing that a person said, not what Codex says in their name', () => {
  const request = parseRequest({
    ...base,
    input: [
      user('first'),
      user('second'),
      user('<turn_aborted>\nstopped'),
      user('<environment_context>\n</environment_context>'),
    ],
  });
  expect(request?.prompt).toBe('second');
  expect(request?.prompts).toEqual(['first', 'second']);
});

test('only the tool calls since the last prompt count', () => {
  const request = parseRequest({ ...base, input: [user('first'), output, output, user('second'), codeOutput] });
  expect(request?.toolOutputs).toBe(1);
});

test('classic tools stand in the request, the code tool in an item of its input', () => {
  const classic = parseRequest({ ...base, tools: [{ type: 'function', name: 'exec_command' }], input: [user('x')] });
  const announced = {
    type: 'additional_tools',
    tools: [{ type: 'namespace', tools: [{ type: 'custom', name: 'exec' }] }],
  };
  const code = parseRequest({ ...base, input: [announced, user('x')] });
  expect(classic?.toolStyle).toBe('classic');
  expect(code?.toolStyle).toBe('code');
});

test('a body without a model is not a request', () => {
  expect(parseRequest({ input: [] })).toBeUndefined();
});
