import { expect, test } from 'vitest';
import { conclusions, openLab, said } from './fake-host.ts';

/** An action whose scripts print what they see. */
function nodeAction(name: string, extra = ''): Record<string, string> {
  const say = (phase: string) => `
import { appendFileSync } from 'node:fs';
const { env } = process;
console.log('${name} ${phase} ' + JSON.stringify({ word: env['INPUT_SOME-WORD'], spaced: env.INPUT_TWO_WORDS, state: env.STATE_seen ?? null }));
appendFileSync(env.GITHUB_STATE, 'seen=by ${phase}\\n');
appendFileSync(env.GITHUB_OUTPUT, 'said=${name}-${phase}\\n');
`;
  return {
    [`actions/${name}/action.yml`]: `
name: ${name}
description: An action of the tests
inputs:
  some-word: { description: a word, default: 'from \${{ github.actor }}' }
  two words: { description: two words }
runs:
  using: node24
  main: ../../dist/${name}.mjs
  post: ../../dist/${name}-post.mjs
${extra}`,
    [`dist/${name}.mjs`]: say('main'),
    [`dist/${name}-pre.mjs`]: say('pre'),
    [`dist/${name}-post.mjs`]: say('post'),
  };
}

/** A workflow of these steps, called from the product. */
function inProduct(
  steps: string,
  product: Readonly<Record<string, string>>,
  secrets: Readonly<Record<string, string>> = {},
) {
  const worker = `on: workflow_call\njobs:\n  a:\n    runs-on: x\n    steps:\n${steps.replaceAll(/^/gm, '      ')}`;
  return openLab(
    { '.github/workflows/ci.yml': 'on: push\njobs: { w: { uses: octo-org/codex-worker/.github/workflows/w.yml@v1 } }' },
    { product: { ...product, '.github/workflows/w.yml': worker }, secrets },
  );
}

test('a node action gets inputs and defaults, keeps state for its post, and posts run last in first out', async () => {
  const run = await inProduct(
    `
- { id: one, uses: $/actions/one, with: { some-word: given, two words: both } }
- { uses: codex-worker/codex-worker/actions/two@v1 }
- run: echo "step \${{ steps.one.outputs.said }}"`,
    { ...nodeAction('one', '  pre: ../../dist/one-pre.mjs'), ...nodeAction('two') },
  ).run();
  expect(said(run, /^(one|two|step) /)).toEqual([
    'one pre {"word":"given","spaced":"both","state":null}',
    'one main {"word":"given","spaced":"both","state":"by pre"}',
    'two main {"word":"from alice","spaced":"","state":null}',
    'step one-main',
    'two post {"word":"from alice","spaced":"","state":"by main"}',
    'one post {"word":"given","spaced":"both","state":"by main"}',
  ]);
  expect(run.conclusion).toBe('success');
});

test('a post runs after a failure too, unless post-if says otherwise', async () => {
  const run = await inProduct('- uses: $/actions/one\n- uses: $/actions/two\n- run: exit 1', {
    ...nodeAction('one'),
    ...nodeAction('two', '  post-if: success()'),
  }).run();
  expect(said(run, / post /)).toEqual(['one post {"word":"from alice","spaced":"","state":"by main"}']);
  expect(run.conclusion).toBe('failure');
});

test('an action sees the services of the run and who it is; a script does not', async () => {
  const names = [
    'ACTIONS_RESULTS_URL',
    'ACTIONS_CACHE_SERVICE_V2',
    'GITHUB_ACTION',
    'GITHUB_ACTION_REPOSITORY',
    'GITHUB_ACTION_REF',
  ];
  const run = await inProduct(
    `- { id: me, uses: $/actions/me }\n- run: 'echo "script [$ACTIONS_RESULTS_URL$ACTIONS_RUNTIME_TOKEN]"'`,
    {
      'actions/me/action.yml': 'name: me\ndescription: me\nruns: { using: node24, main: main.mjs }',
      'actions/me/main.mjs': `const names = ${JSON.stringify(names)};
console.log('action ' + names.map((name) => process.env[name]).join(' ') + ' ' + process.env.ACTIONS_RUNTIME_TOKEN.length);`,
    },
  ).run();
  expect(said(run, /^(action|script)/)).toEqual([
    'action http://127.0.0.1:1/ true me octo-org/codex-worker v1 18',
    'script []',
  ]);
});

test('an input that the action does not know gives a warning and is passed on', async () => {
  const run = await inProduct('- { uses: $/actions/one, with: { colour: red } }', nodeAction('one')).run();
  expect(run.jobs[0]?.annotations[0]?.message).toBe(
    "Unexpected input(s) 'colour', valid inputs are ['some-word', 'two words']",
  );
});

test('an action that fails explains itself: its exit code is no annotation', async () => {
  const run = await inProduct('- uses: $/actions/bad', {
    'actions/bad/action.yml': 'name: bad\ndescription: d\nruns: { using: node24, main: main.mjs }',
    'actions/bad/main.mjs': 'console.log("::error::The key is missing."); process.exitCode = 1;',
  }).run();
  expect(run.conclusion).toBe('failure');
  expect(run.jobs[0]?.annotations).toEqual([{ level: 'error', message: 'The key is missing.' }]);
});

const composite = {
  'actions/outer/action.yml': `
name: outer
description: runs steps
inputs: { who: { description: who, default: nobody } }
outputs: { greeting: { description: g, value: '\${{ steps.inner.outputs.said }} \${{ steps.own.outputs.text }}' } }
runs:
  using: composite
  steps:
    - { id: inner, uses: $/actions/one, with: { some-word: '\${{ inputs.who }}' } }
    - { id: own, run: 'echo "text=$WHO in $(basename "$GITHUB_ACTION_PATH")" >> "$GITHUB_OUTPUT"', shell: bash, env: { WHO: '\${{ inputs.who }}' } }
    - { if: inputs.who == 'nobody', run: exit 4, shell: bash }
    - { if: failure(), run: echo "inner failure seen", shell: bash }
    - { run: echo "inner rest", shell: bash }
`,
};

test('a composite action has its own inputs, steps and outputs, and its actions clean up at the end of the job', async () => {
  const run = await inProduct(
    `- { id: outer, uses: $/actions/outer, with: { who: bob } }\n- run: echo "job has \${{ steps.outer.outputs.greeting }} [\${{ steps.inner.outcome }}]"`,
    { ...composite, ...nodeAction('one') },
  ).run();
  expect(said(run, /^(one|job|inner)/)).toEqual([
    'one main {"word":"bob","spaced":"","state":null}',
    'inner rest',
    'job has one-main bob in outer []',
    'one post {"word":"bob","spaced":"","state":"by main"}',
  ]);
});

test('a failed step inside a composite action skips the rest of it and fails its step', async () => {
  const run = await inProduct(
    `- { id: outer, uses: $/actions/outer, continue-on-error: true }\n- run: echo "outer \${{ steps.outer.outcome }}"`,
    {
      ...composite,
      ...nodeAction('one'),
    },
  ).run();
  expect(said(run, /^(inner|outer)/)).toEqual(['inner failure seen', 'outer failure']);
  expect(run.conclusion).toBe('success');
});

test('a local action comes from the workspace, as it is when its step runs', async () => {
  const run = await openLab({
    '.github/workflows/ci.yml': `
on: push
jobs:
  a:
    runs-on: x
    steps:
      - run: |
          mkdir -p my
          echo 'console.log("local [" + process.env.GITHUB_ACTION_REPOSITORY + "]")' > my/main.js
          printf 'name: my\\ndescription: d\\nruns: { using: node20, main: main.js }' > my/action.yml
      - uses: ./my
      - { uses: ./missing, continue-on-error: true }
`,
  }).run();
  expect(said(run, /^local/)).toEqual(['local []']);
  expect(run.jobs[0]?.annotations[0]?.message).toContain('Did you forget to run actions/checkout');
});

test('an action that the lab does not have fails the job before its first step, and is named', async () => {
  const run = await openLab({
    '.github/workflows/ci.yml':
      'on: push\njobs: { a: { runs-on: x, steps: [{ run: echo first }, { uses: actions/setup-node@v4 }] } }',
  }).run();
  expect(conclusions(run)).toEqual({ a: 'failure' });
  expect(run.jobs[0]?.annotations[0]?.message).toBe(
    "Unable to resolve action 'actions/setup-node@v4'. The lab serves actions/checkout and this repository's own actions; use one of them, or a `run:` step.",
  );
  expect(said(run, /^first/)).toEqual([]);
});
