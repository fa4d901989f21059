import { expect, test } from 'vitest';
import { conclusions, openLab, said, type TestSetup } from './fake-host.ts';

const uses = 'octo-org/codex-worker/.github/workflows/worker.yml@v1';

/** A caller with this calling job, and a product with this workflow. */
function calling(job: string, worker: string, setup: TestSetup & { readonly top?: string } = {}) {
  const caller = `on: push\n${setup.top ?? ''}\njobs:\n  worker:\n    uses: ${uses}\n${job.replaceAll(/^/gm, '    ')}`;
  const product = { '.github/workflows/worker.yml': worker, ...setup.product };
  return openLab({ '.github/workflows/caller.yml': caller }, { ...setup, product });
}

const plain = "on: workflow_call\njobs: { a: { runs-on: x, steps: [{ run: 'true' }] } }";

test('inputs, secrets and outputs cross a call, and names show who called', async () => {
  const lab = openLab(
    {
      '.github/workflows/caller.yml': `
on: push
jobs:
  worker:
    uses: ${uses}
    with: { prompt: 'to \${{ github.actor }}', draft: true, count: 3 }
    secrets: { KEY: '\${{ secrets.OWN_KEY }}' }
  after:
    needs: worker
    if: always()
    runs-on: x
    steps: [{ run: 'echo "caller has \${{ needs.worker.outputs.word }} \${{ needs.worker.result }}"' }]
`,
    },
    {
      secrets: { OWN_KEY: 'abc-123-secret', OTHER: 'x-other' },
      product: {
        '.github/workflows/worker.yml': `
on:
  workflow_call:
    inputs:
      prompt: { type: string, required: true }
      draft: { type: boolean }
      count: { type: number, default: 1 }
      model: { type: string, default: 'small-\${{ github.actor }}' }
      dry: { type: boolean }
    secrets: { KEY: { required: true } }
    outputs: { word: { value: '\${{ jobs.agent.outputs.word }}' } }
jobs:
  agent:
    runs-on: x
    outputs: { word: '\${{ steps.s.outputs.word }}' }
    steps:
      - id: s
        run: |
          echo "callee has $ALL and \${{ secrets.KEY == 'abc-123-secret' }}\${{ secrets.OTHER }}"
          echo "word=hello" >> "$GITHUB_OUTPUT"
          exit 1
        env: { ALL: "\${{ join(fromJSON(format('[{0},{1},{2},{3},{4}]', toJSON(inputs.prompt), inputs.draft, inputs.count, toJSON(inputs.model), inputs.dry)), ' | ') }}" }
`,
      },
    },
  );
  const run = await lab.run();
  expect(said(run, /has/)).toEqual([
    'callee has to alice | true | 3 | small-alice | false and true',
    'caller has hello failure',
  ]);
  expect(conclusions(run)).toEqual({ 'worker / agent': 'failure', after: 'success' });
  expect(run.referencedWorkflows[0]?.path).toBe(uses);
});

test('the github context is the caller’s, and job.workflow_* is the callee’s', async () => {
  const run = await calling(
    '',
    `
on: workflow_call
jobs:
  a:
    runs-on: x
    steps: [{ run: 'echo "who \${{ github.repository }} \${{ github.workflow }} \${{ job.workflow_repository }} \${{ job.workflow_file_path }} \${{ job.workflow_ref }}"' }]
`,
    { top: 'name: Caller' },
  ).run();
  expect(said(run, /^who/)).toEqual([
    `who octo-org/demo Caller octo-org/codex-worker .github/workflows/worker.yml ${uses}`,
  ]);
});

test('a local call inside a called workflow resolves where that workflow is defined', async () => {
  const run = await calling('', 'on: workflow_call\njobs: { thread: { uses: ./.github/workflows/thread.yml } }', {
    product: { '.github/workflows/thread.yml': plain },
  }).run();
  expect(conclusions(run)).toEqual({ 'worker / thread / a': 'success' });
});

test('secrets: inherit passes all of them', async () => {
  const worker = `on: workflow_call\njobs: { a: { runs-on: x, steps: [{ run: 'test -n "\${{ secrets.KEY }}"' }] } }`;
  const run = await calling('secrets: inherit', worker, { secrets: { KEY: 'sk-123456' } }).run();
  expect(run.conclusion).toBe('success');
});

test('a callee that sets no permissions gets those of the calling job', async () => {
  const lab = calling('permissions: { contents: read, issues: write }', plain);
  await lab.run();
  expect(lab.minted[0]?.permissions).toEqual({ contents: 'read', issues: 'write' });
});

const refused = [
  {
    when: 'the called workflow asks for more than it is granted',
    job: 'permissions: { contents: read }',
    worker: `permissions: { issues: write }\n${plain}`,
    log: "The workflow is requesting 'issues: write', but is only allowed 'issues: none'.",
  },
  {
    when: 'a job of the called workflow asks for more than it is granted',
    job: 'permissions: { contents: read }',
    worker:
      "on: workflow_call\njobs: { a: { runs-on: x, permissions: { contents: write }, steps: [{ run: 'true' }] } }",
    log: "The nested job 'a' is requesting 'contents: write', but is only allowed 'contents: read'.",
  },
  {
    when: 'a required input is missing',
    job: '',
    worker: `on: { workflow_call: { inputs: { prompt: { type: string, required: true } } } }\n${plain.slice(plain.indexOf('jobs'))}`,
    log: 'Input prompt is required, but not provided while calling.',
  },
  {
    when: 'an input has the wrong type',
    job: 'with: { draft: maybe }',
    worker: `on: { workflow_call: { inputs: { draft: { type: boolean } } } }\n${plain.slice(plain.indexOf('jobs'))}`,
    log: "Unexpected value 'maybe'",
  },
  {
    when: 'an input is not declared',
    job: 'with: { extra: 1 }',
    worker: plain,
    log: 'Invalid input, extra is not defined',
  },
  {
    when: 'a required secret is missing',
    job: '',
    worker: `on: { workflow_call: { secrets: { KEY: { required: true } } } }\n${plain.slice(plain.indexOf('jobs'))}`,
    log: 'Secret KEY is required, but not provided while calling.',
  },
  {
    when: 'a secret is not declared',
    job: 'secrets: { KEY: x }',
    worker: plain,
    log: 'Invalid secret, KEY is not defined',
  },
  {
    when: 'the called workflow is not reusable',
    job: '',
    worker: plain.replace('workflow_call', 'push'),
    log: "missing a 'on.workflow_call' trigger",
  },
  {
    when: 'the called workflow is invalid',
    job: '',
    worker: 'on: workflow_call\njobs: 3',
    log: 'Invalid workflow file: .github/workflows/worker.yml',
  },
] as const;

for (const { when, job, worker, log } of refused) {
  test(`${when}: the run fails at startup and says so`, async () => {
    const run = await calling(job, worker).run();
    expect([run.conclusion, run.jobs.length]).toEqual(['startup_failure', 0]);
    expect(run.log).toContain(log);
  });
}

test('an input that evaluates to the wrong type fails the calling job', async () => {
  const worker = `on: { workflow_call: { inputs: { draft: { type: boolean } } } }\n${plain.slice(plain.indexOf('jobs'))}`;
  const run = await calling(`with: { draft: '\${{ github.actor }}' }`, worker).run();
  expect(conclusions(run)).toEqual({ worker: 'failure' });
  expect(run.jobs[0]?.annotations[0]?.message).toContain("Input 'draft' must be a boolean, and its value is 'alice'");
});

test.each([
  { uses: './.github/workflows/ci/x.yml', says: 'workflows must be defined at the top level' },
  { uses: './ci/x.yml', says: "must be rooted in '.github/workflows'" },
  { uses: './.github/workflows/x.yml@main', says: 'cannot specify version when calling local workflows' },
  { uses: 'octo-org/demo/.github/workflows/x.yml', says: 'no version specified' },
])('a call of $uses fails at startup', async ({ uses: called, says }) => {
  const files = Object.fromEntries(['.github/workflows/ci/x.yml', 'ci/x.yml'].map((file) => [file, plain]));
  const caller = `on: push\njobs: { a: { uses: '${called}' } }`;
  const run = await openLab({ '.github/workflows/caller.yml': caller, ...files }).run();
  expect(run.conclusion).toBe('startup_failure');
  expect(run.log).toContain('invalid value workflow reference: ');
  expect(run.log).toContain(says);
});

test('an unknown repository is not found', async () => {
  const text = 'on: push\njobs: { a: { uses: someone/else/.github/workflows/x.yml@v1 } }';
  const run = await openLab({ '.github/workflows/ci.yml': text }).run();
  expect(run.conclusion).toBe('startup_failure');
  expect(run.log).toContain(
    "Error calling workflow 'someone/else/.github/workflows/x.yml@v1'. The workflow was not found.",
  );
});
