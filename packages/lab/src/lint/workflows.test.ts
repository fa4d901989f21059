import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { actionlintFindings } from './actionlint.ts';
import { languageServiceFindings } from './language-service.ts';
import { actionFiles, projectFile, workflowFiles } from './project-files.ts';
import { untrustedInScripts } from './untrusted-text.ts';

describe.each(workflowFiles().map((file) => [file.path, file] as const))('%s', (_, file) => {
  test("has no error for GitHub's own validator, and gives actions only inputs that they have", async () => {
    expect(await languageServiceFindings(file)).toEqual([]);
  });
  test('has no error for actionlint', async () => {
    expect(await actionlintFindings(file)).toEqual([]);
  });
  test('puts no expression with text of others into a script', () => {
    expect(untrustedInScripts(file)).toEqual([]);
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
  test('the title of an issue in a script', () => {
    expect(untrustedInScripts(workflow('run: echo ${{ github.event.issue.title }}'))).toHaveLength(1);
  });
  test('an output of ours in a script, because a stranger may have written it', () => {
    expect(untrustedInScripts(workflow('run: echo "${{ needs.codex.outputs.final-message }}"'))).toHaveLength(1);
  });
});

test('codex-worker.yml passes every input and secret that thread.yml has', () => {
  const called = parse(projectFile('.github/workflows/thread.yml').text).on.workflow_call;
  const caller = parse(projectFile('.github/workflows/codex-worker.yml').text).jobs.thread;
  expect(Object.keys(caller.with).sort()).toEqual(Object.keys(called.inputs).sort());
  expect(Object.keys(caller.secrets).sort()).toEqual(Object.keys(called.secrets).sort());
});

test('thread.yml has the defaults of codex-worker.yml where both have an input', () => {
  const defaults = (path: string): Map<string, unknown> => {
    const inputs: Record<string, { default?: unknown }> = parse(projectFile(path).text).on.workflow_call.inputs;
    return new Map(Object.entries(inputs).map(([name, input]) => [name, input.default]));
  };
  const outer = defaults('.github/workflows/codex-worker.yml');
  for (const [name, value] of defaults('.github/workflows/thread.yml')) {
    if (outer.has(name)) expect([name, outer.get(name)]).toEqual([name, value]);
  }
});
