import { expect, test } from 'vitest';
import { jobOf, openScene, type Scene, type SceneOrder } from './scene.ts';

const NAMES = [
  'outcome',
  'thread',
  'session-id',
  'branch',
  'pr-number',
  'changed',
  'structured-output',
  'cost',
  'input-tokens',
  'failure',
];

/** A job of the pipeline after the worker's, which sees what the worker's outputs are. */
const after = `
  after:
    needs: codex
    if: always()
    runs-on: ubuntu-latest
    outputs:
${NAMES.map((name) => `      ${name}: \${{ needs.codex.outputs.${name} }}\n`).join('')}    steps:
      - run: 'true'
`;

const schema = {
  type: 'object',
  properties: { severity: { type: 'string', enum: ['low', 'high'] } },
  required: ['severity'],
  additionalProperties: false,
};

const open = (order: SceneOrder) =>
  openScene({ ...order, caller: (text) => `${text}${after}`, rules: [...(order.rules ?? []), ...rules] });
const rules = [
  { when: /rate it/i, steps: [{ say: '{"severity": "high"}' }] },
  { when: /quota/i, steps: [{ fail: { status: 429, code: 'insufficient_quota', message: 'You exceeded it.' } }] },
];

const told = (scene: Scene): Readonly<Record<string, unknown>> => ({
  conclusion: scene.lastRun().conclusion,
  // What is empty is no output.
  ...Object.fromEntries(NAMES.map((name) => [name, ''])),
  ...jobOf(scene.lastRun(), 'after')?.outputs,
});

test.concurrent('a pipeline has the answer by the schema of the default branch, and the thread shows it', async () => {
  const files = { 'ci/answer.json': JSON.stringify(schema) };
  await using scene = await open({ with: { 'output-schema': 'ci/answer.json', 'fail-on': 'failed' }, files });
  const issue = await scene.begin('Rate it', 'Please.');
  expect(told(scene)).toMatchObject({
    conclusion: 'success',
    outcome: 'answered',
    thread: `issue-${issue}`,
    'structured-output': '{"severity":"high"}',
    changed: 'false',
    'session-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
    'input-tokens': expect.stringMatching(/^[1-9]\d*$/),
  });
  expect(await scene.lastReply(issue)).toContain('```json\n{\n  "severity": "high"\n}\n```');
  await scene.follow(issue, 'write a.txt: 1');
  expect(told(scene)).toMatchObject({
    conclusion: 'success',
    outcome: 'schema-mismatch',
    changed: 'true',
    'structured-output': '',
  });
  expect(told(scene)).toMatchObject({
    branch: `codex/issue-${issue}/rate-it`,
    'pr-number': expect.stringMatching(/^\d+$/),
  });
  expect(await scene.lastReply(issue)).toContain('does not fit the schema of this workflow');
});

test.concurrent('a run that came out as fail-on says is red, and the thread hears nothing more of it', async () => {
  await using scene = await open({ with: { 'fail-on': 'no-change, refused', 'turns-per-day': 1 } });
  const issue = await scene.begin('Explain', 'hello');
  expect(told(scene)).toMatchObject({ conclusion: 'failure', outcome: 'answered', changed: 'false' });
  expect(told(scene)['failure']).toContain('"no-change"');
  expect(await scene.replies(issue)).toHaveLength(1);
  const refused = await scene.begin('Once more', 'hello');
  expect(told(scene)).toMatchObject({ conclusion: 'failure', outcome: 'refused', thread: `issue-${refused}` });
  expect(await scene.replies(refused)).toHaveLength(1);
});

test.concurrent('a run that failed or was cancelled tells so, and fail-on may keep a failure green', async () => {
  await using scene = await open({ with: { 'fail-on': 'never' } });
  const failed = await scene.begin('The quota', 'hello');
  expect(told(scene)).toMatchObject({ conclusion: 'success', outcome: 'failed' });
  expect(await scene.replies(failed)).toHaveLength(1);
  const issue = await scene.opens('owner', 'Long', 'wait 60000');
  await scene.askedFor('wait 60000');
  await scene.as('writer').rest.actions.cancelWorkflowRun({ ...scene.place, run_id: scene.lastRun().id });
  await scene.idle();
  expect(told(scene)).toMatchObject({ conclusion: 'cancelled', outcome: 'cancelled', thread: `issue-${issue}` });
});

test.concurrent('what asks for nothing comes out as nothing', async () => {
  await using scene = await open({ with: { trigger: 'mention' } });
  await scene.begin('Among people', 'hello');
  expect(told(scene)).toMatchObject({ conclusion: 'success', outcome: 'nothing', thread: '' });
});
