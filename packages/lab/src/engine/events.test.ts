import { expect, test } from 'vitest';
import { commit, openLab } from './fake-host.ts';

const body = 'jobs: { a: { runs-on: x, steps: [{ run: "true" }] } }';

/** A lab with one workflow that starts on this. */
function startingOn(on: string) {
  return openLab({ '.github/workflows/ci.yml': `on: ${on}\n${body}` });
}

const cases = [
  { when: 'on is a name', on: 'push', event: { name: 'push' }, runs: 1 },
  { when: 'on is another name', on: 'issues', event: { name: 'push' }, runs: 0 },
  { when: 'on is a list', on: '[issues, push]', event: { name: 'push' }, runs: 1 },
  { when: 'on is a map with an empty event', on: '{ issues: , push: }', event: { name: 'push' }, runs: 1 },
  { when: 'the type is listed', on: '{ issues: { types: [opened] } }', event: issue('opened'), runs: 1 },
  { when: 'the type is not listed', on: '{ issues: { types: [opened] } }', event: issue('edited'), runs: 0 },
  { when: 'issues has no types', on: 'issues', event: issue('edited'), runs: 1 },
  { when: 'pull_request has no types and is opened', on: 'pull_request', event: pull('opened'), runs: 1 },
  { when: 'pull_request has no types and is labeled', on: 'pull_request', event: pull('labeled'), runs: 0 },
  { when: 'the branch matches', on: '{ push: { branches: [main] } }', event: { name: 'push' }, runs: 1 },
  { when: 'the branch does not match', on: '{ push: { branches: ["release/**"] } }', event: { name: 'push' }, runs: 0 },
  { when: 'the branch is taken back', on: '{ push: { branches: ["**", "!main"] } }', event: { name: 'push' }, runs: 0 },
  { when: 'the branch is ignored', on: '{ push: { branches-ignore: [main] } }', event: { name: 'push' }, runs: 0 },
  {
    when: 'a tag meets a branch filter',
    on: '{ push: { branches: ["**"] } }',
    event: { name: 'push', ref: 'refs/tags/v1' },
    runs: 0,
  },
  { when: 'the base matches', on: '{ pull_request: { branches: [main] } }', event: pull('opened'), runs: 1 },
  { when: 'the base does not match', on: '{ pull_request: { branches: [dev] } }', event: pull('opened'), runs: 0 },
  { when: 'a job caused it', on: 'push', event: { name: 'push', byJob: true }, runs: 0 },
  { when: 'a job dispatched it', on: 'workflow_dispatch', event: { name: 'workflow_dispatch', byJob: true }, runs: 1 },
  {
    when: 'another workflow is dispatched',
    on: 'workflow_dispatch',
    event: { name: 'workflow_dispatch', payload: { workflow: '.github/workflows/other.yml' } },
    runs: 0,
  },
] as const;

for (const { when, on, event, runs } of cases) {
  test(`${when}: ${runs === 1 ? 'a run' : 'no run'}`, async () => {
    expect(await startingOn(on).send(event)).toHaveLength(runs);
  });
}

test('every file that listens gets its own run, numbered for itself', async () => {
  const lab = openLab({
    '.github/workflows/a.yml': `on: push\n${body}`,
    '.github/workflows/b.yaml': `on: push\n${body}`,
  });
  await lab.send();
  const second = await lab.send();
  expect(second.map(({ path, number }) => [path, number])).toEqual([
    ['.github/workflows/a.yml', 2],
    ['.github/workflows/b.yaml', 2],
  ]);
});

test('an invalid file makes a run that failed at startup and names the line and the column', async () => {
  const run = await openLab({
    '.github/workflows/ci.yml': `on: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n`,
  }).run();
  expect(run.conclusion).toBe('startup_failure');
  expect(run.jobs).toEqual([]);
  expect(run.log).toContain(".github/workflows/ci.yml (Line: 5, Col: 5): Unexpected value 'stepz'");
});

test('a misspelt function in a condition is found before the first job', async () => {
  const run = await openLab({
    '.github/workflows/ci.yml': 'on: push\njobs:\n  a: { if: sucess(), runs-on: x, steps: [{ run: "true" }] }\n',
  }).run();
  expect(run.conclusion).toBe('startup_failure');
  expect(run.log).toContain("Unrecognized function: 'sucess'");
});

test('a queue that also cancels is refused', async () => {
  const run = await openLab({
    '.github/workflows/ci.yml': `on: push\nconcurrency: { group: a, queue: max, cancel-in-progress: true }\n${body}`,
  }).run();
  expect(run.conclusion).toBe('startup_failure');
  expect(run.log).toContain("'queue: max' cannot be combined");
});

test('a dispatch has typed inputs in its context, text in its payload, and the defaults in both', async () => {
  const run = await openLab({
    '.github/workflows/ci.yml': `
on:
  workflow_dispatch:
    inputs:
      prompt: { type: string, required: true }
      draft: { type: boolean, default: true }
run-name: "Ask: \${{ inputs.prompt }}"
jobs:
  a:
    runs-on: x
    steps:
      - run: test "$ALL" = '[true,"true","Fix it"]'
        env: { ALL: "\${{ format('[{0},{1},{2}]', inputs.draft, toJSON(github.event.inputs.draft), toJSON(inputs.prompt)) }}" }
`,
  }).run({
    name: 'workflow_dispatch',
    payload: { workflow: '.github/workflows/ci.yml', inputs: { prompt: 'Fix it' } },
  });
  expect([run.conclusion, run.displayTitle]).toEqual(['success', 'Ask: Fix it']);
});

test('a run is titled by its issue and listed under the head of its pull request', async () => {
  const lab = openLab({ '.github/workflows/ci.yml': `on: [issues, pull_request]\n${body}` });
  const ofIssue = await lab.run(issue('opened'));
  const ofPull = await lab.run(pull('opened'));
  expect(ofIssue.displayTitle).toBe('Broken login');
  expect([ofPull.headBranch, ofPull.headSha, ofPull.headRepository]).toEqual(['fix', 'b'.repeat(40), 'bob/demo']);
});

test('a pull request from a fork gets no secrets and a token that only reads', async () => {
  const lab = openLab(
    {
      '.github/workflows/ci.yml': `on: pull_request\npermissions: { contents: write, id-token: write }\njobs:\n  a: { runs-on: x, steps: [{ run: test -z "$KEY", env: { KEY: "\${{ secrets.KEY }}" } }] }\n`,
    },
    { secrets: { KEY: 'sk-123456' } },
  );
  expect((await lab.run(pull('opened'))).conclusion).toBe('success');
  expect(lab.minted.map(({ permissions }) => permissions)).toEqual([{ contents: 'read' }]);
});

function issue(action: string) {
  return { name: 'issues', payload: { action, issue: { title: 'Broken login' } } };
}

function pull(action: string) {
  const head = { ref: 'fix', sha: 'b'.repeat(40), repo: { full_name: 'bob/demo' } };
  const pull_request = { title: 'Fix login', head, base: { ref: 'main' } };
  return { name: 'pull_request', ref: 'refs/pull/3/merge', sha: commit, payload: { action, pull_request } };
}
