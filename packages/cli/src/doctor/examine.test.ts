import { expect, test } from 'vitest';
import { readCaller } from '../caller/caller.ts';
import { readProduct, wordsOf } from '../caller/read-product.ts';
import { productFile } from '../product-file.ts';
import { checkMachine, type MachineFacts } from './check-machine.ts';
import { examine } from './examine.ts';
import type { Facts, Runner } from './facts.ts';
import type { Looked } from './finding.ts';

const file = '.github/workflows/codex.yml';
const example = await productFile('examples/codex.yml');
const sweeper = await productFile('examples/sweeper.yml');
const product = await readProduct();
const seen = <T>(value: T): Looked<T> => ({ kind: 'seen', value });

/** A repository that is set up, with these workflows. */
function facts(files: readonly (readonly [path: string, text: string])[], but: Partial<Facts> = {}): Facts {
  return {
    repository: { server: 'https://github.com', owner: 'octo-org', name: 'demo' },
    defaultBranch: 'main',
    hasIssues: true,
    archived: false,
    callers: seen({
      where: 'default-branch',
      files: files.map(([path, text]) => readCaller(path, text, [])),
      withActions: [],
    }),
    states: seen(new Map()),
    policy: seen({ kind: 'on', allowed: 'all', pinned: false }),
    settings: seen({ mayOpenPulls: true, grantsWriting: false }),
    retentionDays: seen(90),
    secrets: seen(['OPENAI_API_KEY', 'AUTH_JSON']),
    labels: seen(new Map()),
    assignees: seen(new Map()),
    refs: new Map(),
    runners: seen([]),
    product,
    ...but,
  };
}

const withInputs = (inputs: string) => example.replace('    secrets:\n', `    with:\n${inputs}    secrets:\n`);
const box: Runner = { name: 'box-1', labels: ['big-box'], online: true, version: '2.336.0' };
const unspoken = example.replace('permissions: {}\n', '').replace(/ {4}permissions:\n(?: {6}.*\n)+/, '');
const policy = (allowed: readonly string[] | 'local'): Partial<Facts> => ({
  policy: seen({ kind: 'on', allowed, pinned: false }),
});

interface Row {
  readonly when: string;
  readonly text?: string;
  readonly but?: Partial<Facts>;
  readonly level: 'warning' | 'problem' | 'unseen';
  readonly says: string;
  readonly fix: string;
}

const rows: readonly Row[] = [
  {
    when: 'the job names no permissions, and the repository gives read alone',
    text: unspoken,
    level: 'problem',
    says: 'The job codex of .github/workflows/codex.yml has no permissions, and the repository gives read alone.',
    fix: 'Give it permissions: contents: write, issues: write, pull-requests: write, actions: write.',
  },
  {
    when: 'the job may only read',
    text: example.replace(/ {4}permissions:\n(?: {6}.*\n)+/, '    permissions: read-all\n'),
    level: 'problem',
    says: 'has contents: read, issues: read, pull-requests: read, actions: read',
    fix: 'Give it contents: write',
  },
  {
    when: 'the caller passes no key',
    text: example.replace(/ {4}secrets:\n.*\n?$/, ''),
    level: 'problem',
    says: 'The job codex of .github/workflows/codex.yml passes no key.',
    fix: 'Add under secrets: OPENAI_API_KEY: ${{ secrets.OPENAI_API_KEY }}.',
  },
  {
    when: 'all secrets are inherited, and none is a key',
    text: example.replace(/ {4}secrets:\n.*\n?$/, '    secrets: inherit\n'),
    but: { secrets: seen(['OTHER']) },
    level: 'problem',
    says: 'There is no secret OPENAI_API_KEY',
    fix: 'Add it.',
  },
  {
    when: 'a login has no session key beside it',
    text: example.replaceAll('OPENAI_API_KEY', 'AUTH_JSON'),
    level: 'problem',
    says: 'AUTH_JSON needs SESSION_KEY beside it.',
    fix: 'Pass it under secrets:.',
  },
  {
    when: 'a secret is passed under a wrong name',
    text: `${example}      SESION_KEY: \${{ secrets.OPENAI_API_KEY }}\n`,
    level: 'problem',
    says: 'codex-worker.yml takes no secret "SESION_KEY" in this release.',
    fix: 'Did you mean SESSION_KEY?',
  },
  {
    when: 'an input is misspelt',
    text: withInputs('      issue-lable: codex\n'),
    level: 'problem',
    says: 'codex-worker.yml has no input "issue-lable" in this release.',
    fix: 'Did you mean issue-label?',
  },
  {
    when: 'a pinned release has an input that this one has not',
    text: withInputs('      speed: fast\n').replace(/@v1 .*/, `@${'a'.repeat(40)}`),
    level: 'warning',
    says: 'codex-worker.yml has no input "speed" in this release.',
    fix: 'Remove it; docs/reference.md lists them all.',
  },
  {
    when: 'an input has a value that nobody knows',
    text: withInputs('      pull-request: onrequest\n'),
    level: 'problem',
    says: 'pull-request is "onrequest".',
    fix: 'Did you mean on-request?',
  },
  {
    when: 'an input has a value that is like none',
    text: withInputs('      sandbox: off\n'),
    level: 'problem',
    says: 'sandbox is "off".',
    fix: 'The sandbox of a new session: read-only, workspace-write or danger-full-access.',
  },
  {
    when: 'a text of its own has a name that is none',
    text: withInputs(`      texts: '{"openned": "x"}'\n`),
    level: 'problem',
    says: 'The input "texts" has "openned", which is no text of this release.',
    fix: 'Write "opened": until then, English is spoken.',
  },
  {
    when: 'a price is none',
    text: withInputs('      prices: gpt-5.5 is cheap\n'),
    level: 'problem',
    says: 'The input "prices" has the line "gpt-5.5 is cheap".',
    fix: 'Write a model a line, with dollars for a million tokens of input / cached input / output: gpt-5.5: 5 / 0.5 / 30.',
  },
  {
    when: 'nothing of that name makes a run red',
    text: withInputs('      fail-on: failed, chnaged\n'),
    level: 'problem',
    says: 'The input "fail-on" ',
    fix: 'changed',
  },
  {
    when: 'the trigger is none',
    text: withInputs('      trigger: lable\n'),
    level: 'problem',
    says: 'The input "trigger" is "lable".',
    fix: 'Write one of all, mention, label, assignee.',
  },
  {
    when: 'the trigger lacks its label',
    text: withInputs('      trigger: label\n'),
    level: 'problem',
    says: 'trigger is label, and issue-label is empty: nothing can ask.',
    fix: 'Set issue-label.',
  },
  {
    when: 'the trigger is not heard of',
    text: withInputs('      trigger: assignee\n      assignee: octo-codex\n').replace(', assigned]', ']'),
    level: 'problem',
    says: 'does not listen to issues of the type assigned, which its inputs ask for.',
    fix: 'Add assigned to on.issues.types.',
  },
  {
    when: 'nothing listens to issues, and nothing else begins threads',
    text: example.replace(/ {2}issues:\n.*\n/, ''),
    level: 'warning',
    says: 'No caller listens to issues: new issues start nothing.',
    fix: 'Add issues to its on:.',
  },
  {
    when: 'nothing listens to comments',
    text: example.replace(/ {2}issue_comment:.*\n.*\n/, ''),
    level: 'warning',
    says: 'No caller listens to issue_comment: comments continue nothing.',
    fix: 'Add issue_comment to its on:.',
  },
  {
    when: 'only local actions are allowed',
    but: policy('local'),
    level: 'problem',
    says: 'The policy does not allow codex-worker/codex-worker.',
    fix: 'Add codex-worker/codex-worker@*, codex-worker/codex-worker/* to the allowed',
  },
  {
    when: 'a pattern forbids what another allows',
    but: policy(['codex-worker/*', '!*@v1']),
    level: 'problem',
    says: 'The policy does not allow codex-worker/codex-worker.',
    fix: 'to the allowed',
  },
  {
    when: 'no runner has the label',
    text: withInputs('      runs-on: big-box\n'),
    level: 'warning',
    says: 'No runner of the repository has this label.',
    fix: 'Correct runs-on, or give a runner the label.',
  },
  {
    when: 'the runner is offline',
    text: withInputs('      runs-on: big-box\n'),
    but: { runners: seen([{ ...box, online: false }]) },
    level: 'warning',
    says: 'box-1: offline.',
    fix: 'Start it.',
  },
  {
    when: 'the runner has another system',
    text: withInputs('      runs-on: windows-2025\n'),
    level: 'problem',
    says: 'sandbox of the worker is made for Linux',
    fix: 'ubuntu-latest',
  },
  {
    when: 'the repository is archived',
    but: { archived: true },
    level: 'problem',
    says: 'It is archived',
    fix: 'Take it out of the archive.',
  },
  {
    when: 'the token may not read workflows',
    but: { callers: { kind: 'unseen', permission: 'Contents: read', link: 'https://github.com/settings' } },
    level: 'unseen',
    says: 'The token may not look there.',
    fix: 'Use one with the permission Contents: read.',
  },
  {
    when: 'only single actions are used',
    but: { callers: seen({ where: 'folder', files: [], withActions: ['.github/workflows/own.yml'] }) },
    level: 'warning',
    says: '.github/workflows/own.yml uses single actions, which are not looked into.',
    fix: 'README',
  },
];

test.each(rows)('$when: a $level', ({ text = example, but, level, says, fix }) => {
  const [finding, ...more] = examine(facts([[file, text]], but)).filter((one) => one.level !== 'ok');
  expect(finding).toMatchObject({ level, says: expect.stringContaining(says) });
  expect(finding?.fix?.does).toContain(fix);
  expect(finding?.fix?.link).toMatch(/^https:\/\//);
  expect(more).toEqual([]);
});

const workflow = product['codex-worker.yml'];

test.each([
  ['trigger', ['all', 'mention', 'label', 'assignee']],
  ['minimum-permission', ['read', 'write', 'admin']],
  ['forks', ['refuse', 'read-only']],
  ['pull-request', ['auto', 'on-request', 'never']],
  ['links', ['all', 'plain']],
  ['sandbox', ['read-only', 'workspace-write', 'danger-full-access']],
  ['safety', ['sandbox', 'unprivileged-user', 'none']],
  ['network', ['false', 'true', 'allow-list']],
  ['transcript', ['auto', 'always', 'never']],
  ['fail-on', ['failed', 'refused', 'never']],
] as const)('the words of %s are read from its description', (name, words) => {
  const input = workflow?.inputs.get(name);
  expect(input && wordsOf(input)).toEqual(expect.arrayContaining([...words]));
});

test.each(['mention', 'bot-login', 'branch', 'runs-on', 'model', 'timeout-minutes'])('%s takes any text', (name) => {
  const input = workflow?.inputs.get(name);
  expect(input && wordsOf(input)).toBeUndefined();
});

const callers = [
  ...['app-token', 'azure', 'chore', 'ci-fix', 'codex', 'plan', 'queue', 'review', 'self-hosted'],
  ...['two-wrappers/codex-comment', 'two-wrappers/codex-issue'],
];

test.each(callers)('the example %s has no problem', async (name) => {
  const text = await productFile(`examples/${name}.yml`);
  const secrets = [...text.matchAll(/secrets\.(\w+)/g)].map(([, secret = '']) => secret);
  const found = examine(facts([[file, text]], { secrets: seen(secrets) }));
  expect(found.filter(({ level }) => level === 'problem')).toEqual([]);
  expect(found.filter(({ level, fix }) => level !== 'ok' && fix === undefined)).toEqual([]);
});

const other = '.github/workflows/other.yml';

test.each([
  { when: 'a pattern allows the owner', files: [[file, example]], but: policy(['codex-worker/*']) },
  { when: 'a pattern allows the repository', files: [[file, example]], but: policy(['codex-worker/codex-worker@*']) },
  {
    when: 'only local workflows are allowed, and the worker is of the same owner',
    files: [[file, example.replace('codex-worker/codex-worker/', 'octo-org/codex-worker/')]],
    but: policy('local'),
  },
  {
    when: 'nothing opens pull requests, and Actions may not',
    files: [[file, withInputs('      pull-request: never\n')]],
    but: { settings: seen({ mayOpenPulls: false, grantsWriting: false }) },
  },
  {
    when: 'an App opens them',
    files: [[file, await productFile('examples/app-token.yml')]],
    but: {
      settings: seen({ mayOpenPulls: false, grantsWriting: false }),
      secrets: seen(['OPENAI_API_KEY', 'PUBLISH_APP_KEY']),
    },
  },
  {
    when: 'the repository gives writing to a job that names nothing',
    files: [[file, unspoken]],
    but: { settings: seen({ mayOpenPulls: true, grantsWriting: true }) },
  },
  {
    when: 'the runner has the label, in other letters',
    files: [[file, withInputs('      runs-on: Big-Box\n')]],
    but: { runners: seen([box]) },
  },
  {
    when: 'a carried login is the key',
    files: [[file, withInputs('      login-workflow: codex-login.yml\n').replaceAll('OPENAI_API_KEY', 'SESSION_KEY')]],
    but: { secrets: seen(['SESSION_KEY']), states: seen(new Map([['.github/workflows/codex-login.yml', 'active']])) },
  },
  {
    when: 'words of inputs are expressions',
    files: [
      [file, withInputs('      trigger: ${{ vars.T }}\n      draft: ${{ vars.D }}\n      sandbox: ${{ vars.S }}\n')],
    ],
    but: {},
  },
  {
    when: 'the label of the runner is an expression',
    files: [[file, withInputs('      runs-on: ${{ vars.RUNNER }}\n')]],
    but: {},
  },
  {
    when: 'two wrappers name each other',
    files: [
      ['.github/workflows/codex-issue.yml', await productFile('examples/two-wrappers/codex-issue.yml')],
      ['.github/workflows/codex-comment.yml', await productFile('examples/two-wrappers/codex-comment.yml')],
    ],
    but: {},
  },
] as const)('$when: all is in order', ({ files, but }) => {
  expect(examine(facts(files, but)).filter(({ level }) => level !== 'ok')).toEqual([]);
});

test('two callers that hear the same each answer, and do not accept each other’s sessions', () => {
  const found = examine(facts([file, other].map((path) => [path, example]))).filter(({ level }) => level !== 'ok');
  expect(found.map(({ says }) => says)).toEqual([
    `${file} and ${other} listen to issues: each answers.`,
    `${file} and ${other} listen to issue_comment: each answers.`,
    `The job codex of ${file} does not accept sessions of other.yml.`,
    `The job codex of ${other} does not accept sessions of codex.yml.`,
  ]);
});

test.each(['', '{', '[]', 'on: 7\njobs: 7\n', 'jobs:\n  a: 1\n  b: { uses: 3, with: [], secrets: x }\n'])(
  'a file that is no workflow is read as one without calls: %j',
  (text) => {
    expect(readCaller(file, text, [])).toMatchObject({ path: file, calls: [] });
  },
);

const machine: MachineFacts = {
  platform: 'linux',
  kernel: { apparmor: undefined, clone: undefined, most: '15000' },
  refusal: undefined,
};
const refusal = 'unshare failed: Operation not permitted';

test.each([
  { when: 'a namespace can be made', of: {}, level: 'ok', fix: undefined },
  {
    when: 'AppArmor forbids',
    of: { kernel: { ...machine.kernel, apparmor: '1' }, refusal },
    level: 'problem',
    fix: 'kernel.apparmor_restrict_unprivileged_userns=0',
  },
  {
    when: 'the kernel forbids',
    of: { kernel: { ...machine.kernel, clone: '0', most: '0' }, refusal },
    level: 'problem',
    fix: 'kernel.unprivileged_userns_clone=1 user.max_user_namespaces=15000',
  },
  { when: 'a container forbids', of: { refusal }, level: 'problem', fix: 'seccomp' },
  { when: 'there is no unshare', of: { refusal: null }, level: 'unseen', fix: 'util-linux' },
  { when: 'it is no Linux', of: { platform: 'darwin' }, level: 'problem', fix: 'Use a Linux machine' },
] as const)('the sandbox here, when $when: $level', ({ of, level, fix }) => {
  const [finding] = checkMachine({ ...machine, ...of });
  expect(finding?.level).toBe(level);
  expect(finding?.fix?.does ?? '').toContain(fix ?? '');
});

test('of a key that an expression passes no name is made up', () => {
  const text = example.replace('secrets.OPENAI_API_KEY', 'secrets[vars.KEY]');
  const says = 'passed by expressions, which only GitHub knows';
  expect(examine(facts([[file, text]]))).toContainEqual(
    expect.objectContaining({ name: 'secrets', level: 'ok', says }),
  );
});

test('the words of a sweeper are looked at, which no router reads', () => {
  const text = sweeper.replace('    with:\n', '    with:\n      trigger: lable\n');
  const findings = examine(
    facts([
      [file, example],
      ['.github/workflows/sweeper.yml', text],
    ]),
  );
  expect(findings).toContainEqual(
    expect.objectContaining({
      ...{ name: 'input trigger', level: 'problem', says: 'trigger is "lable".' },
      fix: expect.objectContaining({ does: 'Did you mean label?' }),
    }),
  );
});
