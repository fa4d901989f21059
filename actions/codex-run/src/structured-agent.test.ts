import { expect, test } from 'vitest';
import { structuredAgent } from './structured-agent.ts';

const schema = {
  type: 'object',
  properties: {
    severity: { type: 'string', enum: ['low', 'high'] },
    labels: { type: 'array', items: { type: 'object', properties: { size: { type: 'number' } }, required: ['size'] } },
  },
  required: ['severity'],
  additionalProperties: false,
};

async function hold(finalMessage: string) {
  const end = { kind: 'answered', sessionId: 's', finalMessage, usage: undefined, sandbox: 'read-only' } as const;
  const agent = structuredAgent({ takeTurn: async () => end }, { text: '', schema });
  const order = {
    prompt: '',
    sessionId: undefined,
    sandbox: 'read-only',
    model: undefined,
    effort: undefined,
  } as const;
  const held = await agent.takeTurn(order, new AbortController().signal);
  return held.kind === 'answered' ? held.structured : undefined;
}

test.each(['{"severity":"low"}', ' {\n "severity" : "low" }\n', '```json\n{"severity": "low"}\n```'])(
  '%j fits, and is handed on in one line',
  async (message) => expect(await hold(message)).toEqual({ kind: 'fits', json: '{"severity":"low"}' }),
);

test.each([
  ['It is low.', 'it is no JSON'],
  ['', 'it is no JSON'],
  ['{"severity":"x"}', 'at `#/severity`, the value does not match any of "low","high"'],
  ['{}', 'at `#`, the value does not have required property "severity"'],
  ['[]', 'at `#`, the value type "array" is invalid. Expected "object"'],
  ['{"severity":"low","more":1}', 'at `#/more`, the value is not allowed there'],
  [
    '{"severity":"low","labels":[{"size":"1"}]}',
    'at `#/labels/0/size`, the value type "string" is invalid. Expected "number"',
  ],
])('%j does not fit: %s', async (message, why) => expect(await hold(message)).toEqual({ kind: 'unfit', why }));

test('names that the model chose are shown as code, on one line', async () => {
  const held = await hold(JSON.stringify({ severity: 'low', ['x`\n@octo-org/team <img>']: 1 }));
  expect(held).toMatchObject({
    kind: 'unfit',
    why: expect.stringMatching(/^at `#\/[^`\n]*`, the value is not allowed there$/),
  });
});
