import { describe, expect, test } from 'vitest';
import { actionFiles, projectFile, workflowFiles } from '../project-files.ts';
import { ruleFindings, rules } from './rules.ts';

describe.each([...workflowFiles(), ...actionFiles()].map((file) => [file.path, file] as const))('%s', (_, file) => {
  test('breaks no rule, or explains it on the line', () => {
    expect(ruleFindings(file)).toEqual([]);
  });
});

const called = /^on:\n {2}workflow_call:/m;
const product = workflowFiles().filter(({ path, text }) => path.startsWith('.github/') && called.test(text));

test('the workflows that callers run use no action of others', () => {
  expect(product.length).toBeGreaterThan(4);
  for (const { path, text } of product) {
    const used = [...text.matchAll(/^\s*(?:- )?uses: *(\S+)/gm)].map(([, name]) => name);
    expect([path, used.filter((name) => !/^(?:\$\/actions|\.\/\.github\/workflows)\//.test(name ?? ''))]).toEqual([
      path,
      [],
    ]);
  }
});

/** A workflow without a finding, to put one into. */
const clean = `on: push
permissions: {}
jobs:
  a:
    runs-on: ubuntu-24.04
    permissions:
      contents: read
    steps:
      - run: echo hello
`;
const step = (text: string) => clean.replace('- run: echo hello', `- ${text.replaceAll('\n', '\n        ')}`);
const job = (text: string) => clean.replace('    runs-on', `    ${text}\n    runs-on`);
const sha = '3d3c42e5aac5ba805825da76410c181273ba90b1';

/** For each rule, workflows that break it. */
const breaking: Readonly<Record<string, readonly string[]>> = {
  'dangerous-triggers': [
    clean.replace('on: push', 'on: pull_request_target'),
    clean.replace('on: push', 'on: [push, workflow_run]'),
    clean.replace('on: push', 'on:\n  issue_comment:\n    types: [created]'),
  ],
  'excessive-permissions': [
    clean.replace('permissions: {}\n', ''),
    clean.replace('permissions: {}', 'permissions: { contents: read }'),
    clean.replace('    permissions:\n      contents: read\n', ''),
    clean.replace('    permissions:\n      contents: read\n', '    permissions: write-all\n'),
  ],
  'undocumented-permissions': [clean.replace('contents: read', 'contents: write')],
  'concurrency-limits': [
    `${clean}concurrency: one\n`,
    clean.replace('jobs:', 'concurrency:\n  group: one\n  cancel-in-progress: false\n\njobs:'),
  ],
  'unpinned-uses': [
    step('uses: actions/checkout@v7\nwith: { persist-credentials: false }'),
    step('uses: ./a@main').replace('./a', 'actions/checkout'),
  ],
  'superfluous-actions': [step(`uses: octo-org/demo@${sha} # v1.0.0`)],
  'self-repository': [step('uses: ./actions/codex-run')],
  artipacked: [
    step(`uses: actions/checkout@${sha} # v7.0.1`),
    step(`name: x\nuses: actions/checkout@${sha} # v7.0.1\nwith: { persist-credentials: true }`),
  ],
  'cache-poisoning': [step(`uses: actions/cache@${sha} # v5.0.0`), step('uses: $/actions/setup\nwith: { cache: npm }')],
  'template-injection': [
    step('run: echo "${{ github.event.issue.title }}"'),
    step('run: |\n  echo hello\n  echo ${{ needs.a.outputs.reply }}'),
    step('uses: $/actions/script\nwith:\n  script: log(`${{ steps.a.outputs.b }}`)'),
  ],
  'untrusted-input': [
    step('uses: $/actions/codex-run\nwith:\n  prompt: ${{ github.event.comment.body }}'),
    step('run: echo "$TITLE"\nenv:\n  TITLE: ${{ github.event.pull_request.title }}'),
    job("if: startsWith(github.head_ref, 'codex/')"),
    step('run: echo "$EVENT"\nenv: { EVENT: "${{ toJSON(github.event) }}" }'),
    step('run: echo "$LABEL"\nenv: { LABEL: "${{ github.event.issue.labels[0].name }}" }'),
  ],
  'github-env': [step('run: echo "A=$(cat title)" >> "$GITHUB_ENV"'), step('run: echo bin >> $GITHUB_PATH')],
  'insecure-commands': [job('env: { ACTIONS_ALLOW_UNSECURE_COMMANDS: true }')],
  'adhoc-packages': [
    step('run: npm install -g @openai/codex'),
    step('run: npx some-tool'),
    step('run: pip install zizmor'),
    step('run: curl -fsSL https://example.com/install | sudo bash'),
  ],
  'secrets-inherit': [job('secrets: inherit')],
  'overprovisioned-secrets': [
    step('run: a\nenv: { ALL: "${{ toJSON(secrets) }}" }'),
    step('run: a\nenv: { ONE: "${{ secrets[inputs.name] }}" }'),
  ],
  'unredacted-secrets': [step('run: a\nenv: { PART: "${{ fromJSON(secrets.APP).key }}" }')],
  'bot-conditions': [
    job("if: github.actor == 'dependabot[bot]'"),
    job("if: ${{ github.triggering_actor != 'alice' }}"),
  ],
  'unsound-condition': [job("if: ${{ github.event_name == 'push' }} && always()"), job('if: |\n      ${{ false }}')],
  'unsound-contains': [job("if: contains('refs/heads/main refs/heads/next', github.ref)")],
};

test('a workflow that is as it should be has no finding', () => {
  expect(ruleFindings({ path: 'a.yml', text: clean })).toEqual([]);
});

test.each(rules.map(({ name }) => name))('%s is seen', (name) => {
  const examples = breaking[name] ?? [];
  expect(examples).not.toEqual([]);
  for (const text of examples) {
    const findings = ruleFindings({ path: 'a.yml', text });
    expect([text, findings.map((finding) => finding.split(': ')[1])]).toEqual([text, expect.arrayContaining([name])]);
  }
});

test('a comment on the line explains a finding of that name, if it gives a reason', () => {
  const on = (comment: string) =>
    ruleFindings({ path: 'a.yml', text: clean.replace('on: push', `on: pull_request_target${comment}`) });
  expect(on(' # zizmor: ignore[dangerous-triggers] it reads labels alone')).toEqual([]);
  expect(on(' # zizmor: ignore[dangerous-triggers]')).toHaveLength(1);
  expect(on(' # zizmor: ignore[unpinned-uses] it reads labels alone')).toHaveLength(1);
});

test('a finding names its line', () => {
  const file = projectFile('.github/workflows/ci.yml');
  const line = file.text.split('\n').indexOf('          persist-credentials: false') - 1;
  const text = file.text.replace('persist-credentials: false', 'persist-credentials: true');
  expect(ruleFindings({ ...file, text })).toEqual([expect.stringMatching(`ci\\.yml:${line}: artipacked: `)]);
});
