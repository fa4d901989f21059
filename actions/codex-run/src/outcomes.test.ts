import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type ScriptedModel, startScriptedModel } from '@codex-worker/lab/model';
import type { Rule } from '@codex-worker/lab/rule';
import { openStage, permissionsOf, type Stage, type StageJob } from '@codex-worker/lab/stage';
import { afterAll, beforeAll, expect, test } from 'vitest';

const key = 'sk-scenario-0123456789abcdef';
const addFile = '*** Begin Patch\n*** Add File: sum.txt\n+1 + 1 = 2\n*** End Patch';
const rules: readonly Rule[] = [
  { when: /rate it/i, steps: [{ run: 'ls' }, { say: '{"severity": "high", "labels": ["a"]}' }] },
  { when: /wrong word/i, steps: [{ say: '{"severity": "`whatever` @octo-org/team", "labels": []}' }] },
  { when: /in prose/i, steps: [{ say: 'It is high.' }] },
  { when: /whole book/i, steps: [{ say: JSON.stringify({ severity: 'high', labels: ['x'.repeat(450_000)] }) }] },
  { when: /the key/i, steps: [{ say: JSON.stringify({ severity: 'high', labels: [key] }) }] },
  { when: /quota/i, steps: [{ fail: { status: 429, code: 'insufficient_quota', message: 'You exceeded it.' } }] },
  { when: /change something/i, steps: [{ patch: addFile }, { say: 'Done.' }] },
  { when: () => true, steps: [{ say: 'It is a demo.' }] },
];

const schema = {
  type: 'object',
  properties: {
    severity: { type: 'string', enum: ['low', 'high'] },
    labels: { type: 'array', items: { type: 'string' } },
  },
  required: ['severity', 'labels'],
  additionalProperties: false,
};

let stage: Stage;
let model: ScriptedModel;
const bodies: string[] = [];
beforeAll(async () => {
  stage = await openStage();
  model = await startScriptedModel({ rules, key, onBody: (body) => bodies.push(body) });
});
afterAll(async () => {
  await model.close();
  await stage[Symbol.asyncDispose]();
});

type Inputs = Readonly<Record<string, string>>;

/** A job that has checked the repository out, as a pipeline of one's own does. */
async function pipeline(): Promise<StageJob> {
  const event = await stage.opened({ title: 'A request', body: 'What is it?' });
  const job = await stage.job(stage.run(event), event, { name: 'pipeline', permissions: {} });
  await promisify(execFile)('git', ['clone', '--quiet', stage.github.gitFolder, job.workspace]);
  return job;
}

const codex = (): Inputs => ({
  'openai-api-key': key,
  'responses-api-url': `${model.url}/responses`,
  model: 'gpt-5.5',
});
const ask = (job: StageJob, prompt: string, inputs: Inputs = {}) =>
  job.use('codex-run', { ...codex(), prompt, ...inputs });

test('an answer that fits its schema is an output, and the model was given the schema', async () => {
  bodies.length = 0;
  const seen = await ask(await pipeline(), 'Rate it.', { 'output-schema': JSON.stringify(schema) });
  expect(seen.outputs).toMatchObject({
    outcome: 'answered',
    'structured-output': '{"severity":"high","labels":["a"]}',
    changed: 'false',
    'input-tokens': expect.stringMatching(/^[1-9]\d*$/),
    'cached-input-tokens': expect.stringMatching(/^\d+$/),
    cost: expect.stringMatching(/^0\.\d{1,6}$/),
  });
  expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ text: { format: { type: 'json_schema', schema } } });
});

test('a schema may be a file of the checkout', async () => {
  const job = await pipeline();
  await mkdir(path.join(job.workspace, 'ci'));
  await writeFile(path.join(job.workspace, 'ci/answer.json'), JSON.stringify(schema));
  const seen = await ask(job, 'Rate it.', { 'output-schema': 'ci/answer.json' });
  expect(seen.outputs).toMatchObject({ outcome: 'answered', 'structured-output': expect.stringContaining('high') });
});

const unfit = [
  { what: 'prose', prompt: 'Say it in prose.', why: 'it is no JSON' },
  {
    what: 'a value that is not allowed',
    prompt: 'A wrong word.',
    why: 'at `#/severity`, the value does not match any of "low","high"',
  },
  { what: 'more than an output holds', prompt: 'A whole book.', why: 'an output holds 400000' },
];
for (const { what, prompt, why } of unfit) {
  test(`${what} is a mismatch, said so, and red unless the workflow says otherwise`, async () => {
    const job = await pipeline();
    const structure = { 'output-schema': JSON.stringify(schema) };
    const red = await ask(job, prompt, structure);
    expect([red.exitCode, red.outputs]).toMatchObject([1, { outcome: 'schema-mismatch', 'structured-output': '' }]);
    expect(red.outputs['failure']).toContain(why);
    const green = await ask(job, prompt, { ...structure, 'fail-on': 'failed' });
    expect([green.exitCode, green.outputs]).toMatchObject([0, { outcome: 'schema-mismatch' }]);
    expect(green.outputs['failure']).toContain(why);
  });
}

test('no output holds a secret of the run', async () => {
  const seen = await ask(await pipeline(), 'Tell the key.', { 'output-schema': JSON.stringify(schema) });
  expect(seen.outputs['outcome']).toBe('answered');
  expect(JSON.stringify(seen.outputs)).not.toContain(key);
  expect(JSON.parse(seen.outputs['structured-output'] ?? '')).toMatchObject({ severity: 'high' });
});

const colours = [
  { prompt: 'Explain it.', failOn: 'no-change', code: 1, outcome: 'answered' },
  { prompt: 'Change something.', failOn: 'no-change', code: 0, outcome: 'answered' },
  { prompt: 'Change something.', failOn: 'changed', code: 1, outcome: 'answered' },
  { prompt: 'The quota.', failOn: '', code: 1, outcome: 'failed' },
  { prompt: 'The quota.', failOn: 'never', code: 0, outcome: 'failed' },
];
for (const { prompt, failOn, code, outcome } of colours) {
  test(`with fail-on "${failOn}", "${prompt}" ends with ${code}, and its outcome is ${outcome}`, async () => {
    const seen = await ask(await pipeline(), prompt, { 'fail-on': failOn });
    expect([seen.exitCode, seen.outputs['outcome']]).toEqual([code, outcome]);
    if (outcome === 'failed') expect(seen.outputs['failure']).toContain('Quota exceeded');
  });
}

const wrong = [
  {
    inputs: { 'output-schema': 'none.json' },
    says: 'The input "output-schema" is "none.json", and there is no such file',
  },
  { inputs: { 'output-schema': '../../etc/hostname' }, says: 'no such file' },
  { inputs: { 'output-schema': '{"type": "object"' }, says: 'The input "output-schema": it is no JSON: ' },
  { inputs: { 'output-schema': 'README.md' }, says: 'the file "README.md"' },
  { inputs: { 'output-schema': `{"x": "${'x'.repeat(130_000)}"}` }, says: 'Use a schema of at most 120000.' },
  { inputs: { 'fail-on': 'no_change' }, says: 'The input "fail-on" has "no_change".' },
];
for (const { inputs, says } of wrong) {
  const [[name, value] = []] = Object.entries(inputs);
  test(`${name} ${value?.slice(0, 20)} is refused before Codex is asked`, async () => {
    const before = bodies.length;
    const seen = await ask(await pipeline(), 'Rate it.', inputs);
    expect(seen.exitCode).toBe(1);
    expect(seen.outputs['failure']).toContain(says);
    expect(bodies).toHaveLength(before);
  });
}

test('a thread reads its schema from the default branch, whatever its own branch says, by one call', async () => {
  const event = await stage.opened({ title: 'A request', body: 'Rate it.' });
  const thread = `issue-${(event.payload['issue'] as { number: number }).number}`;
  const permissions = await permissionsOf('thread.yml', 'agent');
  const job = await stage.job(stage.run(event), event, { name: 'agent', permissions });
  await job.use('session-restore', { thread, start: 'either', 'session-key': key });
  await writeFile(path.join(job.workspace, 'answer.json'), '{"type": "null"}');
  const seen = await job.use('codex-run', { thread, ...codex(), 'output-schema': 'answer.json' });
  // The stage's repository has none on its default branch.
  expect(seen.outputs['outcome']).toBe('failed');
  expect(seen.outputs['failure']).toContain('there is no such file on the branch `main`');
});
