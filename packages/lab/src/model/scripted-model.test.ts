import { expect, test } from 'vitest';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';

async function ask(model: ScriptedModel, prompt: string, name = 'gpt-5.5', key = 'sk-right'): Promise<Response> {
  return await fetch(`${model.url}/responses`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: name, stream: true, input: [{ type: 'message', role: 'user', content: prompt }] }),
  });
}

const rules = [
  { when: /limit/, steps: [{ fail: { status: 429, message: 'Slow down.', headers: { 'retry-after': '2' } } }] },
  { when: /cut/, steps: [{ think: 'hm' }, { cut: true }] },
  { when: /.*/, steps: [{ think: 'hm' }, { say: 'Done.' }] },
] as const;

test('an answer is streamed, with usage in proportion to its length', async () => {
  await using model = await startScriptedModel({ rules });
  const stream = await (await ask(model, 'do it')).text();
  const events = stream.split('\n').flatMap((line) => (line.startsWith('data: ') ? [JSON.parse(line.slice(6))] : []));
  expect(events.map(({ type }) => type)).toEqual([
    'response.created',
    'response.output_item.added',
    'response.output_item.done',
    'response.output_item.added',
    'response.output_item.done',
    'response.completed',
  ]);
  expect(events.at(-1).response.usage.output_tokens).toBeGreaterThan(10);
  expect(model.requests[0]?.request?.prompt).toBe('do it');
});

const refusals = [
  { what: 'a wrong key', prompt: 'x', name: 'gpt-5.5', key: 'sk-wrong', status: 401, code: 'invalid_api_key' },
  { what: 'an unknown model', prompt: 'x', name: 'gpt-none', key: 'sk-right', status: 400, code: 'model_not_found' },
  { what: 'a scripted failure', prompt: 'limit', name: 'gpt-5.5', key: 'sk-right', status: 429, code: null },
];
for (const { what, prompt, name, key, status, code } of refusals) {
  test(`${what} is answered with ${status}`, async () => {
    await using model = await startScriptedModel({ rules, key: 'sk-right' });
    const response = await ask(model, prompt, name, key);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code } });
  });
}

test('a cut stream breaks off before its end', async () => {
  await using model = await startScriptedModel({ rules });
  await expect((await ask(model, 'cut')).text()).rejects.toThrow('terminated');
});

test('anything but a response is not found', async () => {
  await using model = await startScriptedModel({ rules });
  expect((await fetch(`${model.url}/models`)).status).toBe(404);
});
