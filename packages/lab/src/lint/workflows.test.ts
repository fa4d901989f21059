import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionlintFindings } from './actionlint.ts';
import { languageServiceFindings } from './language-service.ts';
import { actionFiles, projectFile, workflowFiles } from './project-files.ts';

describe.each(workflowFiles().map((file) => [file.path, file] as const))('%s', (_, file) => {
  test("has no error for GitHub's own validator, and gives actions only inputs that they have", async () => {
    expect(await languageServiceFindings(file)).toEqual([]);
  });
  test('has no error for actionlint', async () => {
    expect(await actionlintFindings(file)).toEqual([]);
  });
});

test.each(actionFiles().map((file) => [file.path, file] as const))('%s is a valid action', async (_, file) => {
  expect(await languageServiceFindings(file)).toEqual([]);
});

describe('the checks themselves see', () => {
  let examples = 0;
  // A name of its own for each: the validator remembers files by name.
  const workflow = (step: string) => ({
    path: `.github/workflows/example-${++examples}.yml`,
    text: `on: issues\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - ${step}\n`,
  });

  test('an input that an action of ours does not have', async () => {
    const step = 'uses: $/actions/comment-reply\n        with: { thread: issue-1, treahd: issue-1 }';
    expect(await languageServiceFindings(workflow(step))).toEqual([expect.stringContaining("action input 'treahd'")]);
  });
  test('an input that is missing, when the action is named with its repository', async () => {
    const step = 'uses: codex-worker/codex-worker/actions/comment-reply@v1';
    expect(await languageServiceFindings(workflow(step))).toEqual([expect.stringContaining('`thread`')]);
  });
  test('a reference to a step that does not exist', async () => {
    expect(await actionlintFindings(workflow('run: echo ${{ steps.none.outputs.x }}'))).toHaveLength(1);
  });
});

const threadCallers = [
  { path: 'codex-worker.yml', job: 'thread', called: 'thread.yml', leavesOut: ['request', 'until'] },
  { path: 'queue-head.yml', job: 'thread', called: 'thread.yml', leavesOut: ['prompt', 'counted-attempt'] },
  { path: 'codex-worker-drain.yml', job: 'head', called: 'queue-head.yml', leavesOut: [] },
  {
    path: 'codex-worker-sweep.yml',
    job: 'thread',
    called: 'thread.yml',
    leavesOut: ['until', 'sha', 'prompt', 'counted-attempt'],
  },
] as const;

test.each(threadCallers)('$path passes every input and secret that $called has', ({ path, job, called, leavesOut }) => {
  const { inputs, secrets } = parse(projectFile(`.github/workflows/${called}`).text).on.workflow_call;
  const caller = parse(projectFile(`.github/workflows/${path}`).text).jobs[job];
  const expected = Object.keys(inputs).filter((name) => !leavesOut.some((left) => left === name));
  expect(Object.keys(caller.with).sort()).toEqual(expected.sort());
  expect(Object.keys(caller.secrets).sort()).toEqual(Object.keys(secrets).sort());
});

test('queue: branch obeys every input that requests without a queue obey', () => {
  const { route, enqueue } = parse(projectFile('.github/workflows/codex-worker.yml').text).jobs;
  expect(enqueue.steps[0].with).toEqual({ ...route.steps[0].with, queue: 'branch' });
});

const defaulted = ['thread.yml', 'queue-head.yml', 'codex-worker-drain.yml', 'codex-worker-sweep.yml'];

test.each(defaulted)('%s has the defaults of codex-worker.yml where both have an input', (file) => {
  const defaults = (path: string): Map<string, unknown> => {
    const inputs: Record<string, { default?: unknown }> = parse(projectFile(path).text).on.workflow_call.inputs;
    return new Map(Object.entries(inputs).map(([name, input]) => [name, input.default]));
  };
  const outer = defaults('.github/workflows/codex-worker.yml');
  for (const [name, value] of defaults(`.github/workflows/${file}`)) {
    if (outer.has(name)) expect([name, outer.get(name)]).toEqual([name, value]);
  }
});

test('wherever a default names a version of Codex, it is the one whose digests stand in the code', () => {
  const known = projectFile('packages/codex/src/install/release.ts').text;
  const version = /defaultVersion = '(.+)'/.exec(known)?.[1];
  for (const platform of ['linux-x64', 'linux-arm64']) expect(known).toContain(`'${version}-${platform}':`);
  const named = [...workflowFiles(), ...actionFiles()].flatMap(({ text }) => text.match(/\b0\.\d{3}\.\d+\b/g) ?? []);
  expect(named.length).toBeGreaterThan(2);
  expect(new Set(named)).toEqual(new Set([version]));
});

test('scripts are for Linux alone: on another machine, which its shell would not understand, codex-run says what is missing', () => {
  const { jobs } = parse(projectFile('.github/workflows/thread.yml').text);
  const steps: readonly { run?: string; if?: string }[] = Object.values<{ steps: [] }>(jobs).flatMap(
    (job) => job.steps,
  );
  const conditions = steps.flatMap(({ run, if: condition }) => (run === undefined ? [] : [condition]));
  expect(conditions).toEqual(conditions.map(() => expect.stringContaining("runner.os == 'Linux'")));
});
