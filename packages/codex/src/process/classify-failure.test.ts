import { expect, test } from 'vitest';
import { classifyFailure } from './classify-failure.ts';

const quiet = { turnFailed: undefined, stderr: '', exit: 'exit code 1', upstreamUnreachable: false };
const url = ', url: http://127.0.0.1:4010/v1/responses';

const said = [
  ['auth', `unexpected status 401 Unauthorized: Incorrect API key provided.${url}`],
  ['auth', 'unexpected status 403 Forbidden: Country not supported'],
  ['quota', 'Quota exceeded. Check your plan and billing details.'],
  ['rate-limit', 'exceeded retry limit, last status: 429 Too Many Requests'],
  ['rate-limit', 'Rate limit reached for gpt-5.5. Try again in 1.5s.'],
  ['model-unknown', 'The model `gpt-9` does not exist or you do not have access to it.'],
  ['model-unknown', '{"error":{"message":"no such model","code":"model_not_found"}}'],
  [
    'context-overflow',
    "Codex ran out of room in the model's context window. Start a new thread or clear earlier history before retrying.",
  ],
  ['network', 'stream disconnected before completion: stream closed before response.completed'],
  ['network', 'Connection failed: error sending request'],
  ['network', 'unexpected status 502 Bad Gateway: No connection to OpenAI: getaddrinfo ENOTFOUND api.openai.com'],
  ['network', 'idle timeout waiting for SSE'],
  ['server-error', 'We’re currently experiencing high demand, which may cause temporary errors.'],
  ['server-error', `unexpected status 503 Service Unavailable: Unknown error${url}`],
  ['server-error', 'Incomplete response returned, reason: max_output_tokens'],
  [
    'invalid-request',
    '{"error":{"message":"Unsupported value: \'bogus\'","type":"invalid_request_error","code":"unsupported_value"}}',
  ],
  ['invalid-request', 'Something that nobody has seen before'],
] as const;
for (const [code, message] of said) {
  test(`"${message.slice(0, 60)}" is ${code}`, () => {
    expect(classifyFailure({ ...quiet, turnFailed: message }).code).toBe(code);
  });
}

const written = [
  ['session-missing', 'Error: thread/resume: thread/resume failed: no rollout found for thread id 01a2 (code -32600)'],
  ['session-missing', 'Error: thread/resume: rollout at /x is empty (code -32603)'],
  ['prompt-too-long', 'Error: turn/start failed: Input exceeds the maximum length of 1048576 characters.'],
  ['prompt-empty', 'Reading prompt from stdin...\nNo prompt provided via stdin.'],
  ['model-unknown', 'Error: No models are available'],
  ['crashed', 'Error: thread 01a2 already has an active writer'],
  ['crashed', "thread 'main' panicked at core.rs:1"],
] as const;
for (const [code, stderr] of written) {
  test(`"${stderr.slice(0, 60)}" on stderr is ${code}`, () => {
    expect(classifyFailure({ ...quiet, stderr }).code).toBe(code);
  });
}

test('a status 500 because the proxy could not reach OpenAI is a matter of the network', () => {
  const evidence = { ...quiet, turnFailed: 'We’re currently experiencing high demand', upstreamUnreachable: true };
  expect(classifyFailure(evidence)).toEqual({
    code: 'network',
    detail: 'No connection to OpenAI could be made from this runner.',
  });
});

test('a refusal that came through the proxy is not taken for the network because an earlier try failed', () => {
  const evidence = { ...quiet, turnFailed: 'unexpected status 401 Unauthorized: no', upstreamUnreachable: true };
  expect(classifyFailure(evidence).code).toBe('auth');
});

test('the detail is what was said, without JSON and without the address of our proxy', () => {
  const json = '{\n "error": {"message": "Unsupported \\"value\\".", "code": null}\n}';
  expect(classifyFailure({ ...quiet, turnFailed: json }).detail).toBe('Unsupported "value".');
  const withUrl = `unexpected status 401 Unauthorized: no${url}`;
  expect(classifyFailure({ ...quiet, turnFailed: withUrl }).detail).toBe('unexpected status 401 Unauthorized: no');
});

test('a body that is nearly JSON is told as it is', () => {
  const body = '{"error": {"message": "expected \\d in\nthe pattern"}}';
  const detail = '{"error": {"message": "expected \\d in the pattern"}}';
  expect(classifyFailure({ ...quiet, turnFailed: body })).toEqual({ code: 'invalid-request', detail });
});

test('a crash is told by its exit and its last words', () => {
  const evidence = { ...quiet, exit: 'signal SIGSEGV', stderr: 'one\ntwo\nthree\nfour\n' };
  expect(classifyFailure(evidence)).toEqual({
    code: 'crashed',
    detail: 'Codex ended with signal SIGSEGV. two three four',
  });
});
