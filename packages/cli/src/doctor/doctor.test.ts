import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { LabGitHub } from '@codex-worker/lab/github';
import * as v from 'valibot';
import { afterAll, expect, test } from 'vitest';
import { readRemoteWorkflows } from '../caller/remote-workflows.ts';
import { openApi } from '../github-api/api.ts';
import { init } from '../init/init.ts';
import { readInit } from '../init/init-command-line.ts';
import { doctorShape } from '../json-shapes.fixture.ts';
import { labRepository } from '../lab-repository.fixture.ts';
import { productFile } from '../product-file.ts';
import { git } from '../scratch-repository.fixture.ts';
import { testTerminal } from '../testing-terminal.fixture.ts';
import { doctor } from './doctor.ts';
import { readDoctor } from './doctor-command-line.ts';

const file = '.github/workflows/codex.yml';
const example = await productFile('examples/codex.yml');
const sha = 'c0de'.repeat(10);
const elsewhere = new Map([['codex-worker/codex-worker', new Map([['v1', sha]])]]);

interface World {
  /** The workflows of the default branch. */
  readonly files?: ReadonlyMap<string, string>;
  readonly secrets?: readonly string[];
  readonly set?: Partial<LabGitHub['settings']>;
}

const secrets = new Map<string, string>();
const lab = await labRepository({ extraFiles: new Map([['README.md', '# Demo\n']]), secrets, elsewhere }, afterAll);
const { github } = lab;
const usual = { ...github.settings };

/** Makes the repository be so, and no longer as the test before left it. */
async function become({ files, secrets: names, set }: World = {}) {
  Object.assign(github.settings, usual, set);
  secrets.clear();
  for (const name of names ?? ['OPENAI_API_KEY']) secrets.set(name, 'sk-secret');
  await placeFiles(files ?? new Map([[file, example]]));
}

async function placeFiles(wanted: ReadonlyMap<string, string>) {
  const place = { owner: 'octo-org', repo: 'demo' };
  const { request } = openApi(github.api, github.tokens.owner, place);
  const there = await readRemoteWorkflows({ request, place }, 'main');
  const content = '/repos/{owner}/{repo}/contents/{path}';
  for (const path of new Set([...there.keys(), ...wanted.keys()])) {
    const text = wanted.get(path);
    if (text === there.get(path)) continue;
    const sha = there.has(path) ? git(github.gitFolder, 'rev-parse', `main:${path}`) : undefined;
    const change = { ...place, path, message: 'Change it', ...(sha === undefined ? {} : { sha }) };
    if (text !== undefined) {
      await request(`PUT ${content}`, { ...change, content: Buffer.from(text).toString('base64') });
    } else if (sha !== undefined) await request(`DELETE ${content}`, { ...change, sha });
  }
}

async function examined(args: readonly string[] = [], token: keyof LabGitHub['tokens'] = 'owner') {
  const order = readDoctor(args);
  if (order.kind !== 'doctor') throw new Error('This asks for help.');
  const terminal = testTerminal({ ...lab.environment, GITHUB_TOKEN: github.tokens[token] });
  const code = await doctor(order, lab.folder, terminal);
  return { code, printed: terminal.printed().replaceAll(github.server, 'https://github.example') };
}

/** The example with inputs of its call. */
const withInputs = (inputs: string) => example.replace('    secrets:\n', `    with:\n${inputs}    secrets:\n`);
const caller = (text: string): World => ({ files: new Map([[file, text]]) });

test('a repository that is set up is in order', async () => {
  await become();
  const { code, printed } = await examined();
  expect(printed).toMatchInlineSnapshot(`
    "octo-org/demo
    ✓ caller: .github/workflows/codex.yml on main
    ✓ syntax: .github/workflows/codex.yml is valid.
    ✓ events: issues, issue_comment, pull_request_review, pull_request_review_comment, workflow_dispatch
    ✓ ref: codex-worker/codex-worker@v1
    ✓ permissions of codex: contents: write, issues: write, pull-requests: write, actions: write
    ✓ secrets: OPENAI_API_KEY
    ✓ issues: switched on
    ✓ Actions: all, the worker among them
    ✓ workflow permissions: read alone, and jobs ask for more
    ✓ pull requests: GitHub Actions may create them
    ✓ retention: 90 days, sessions take 7

    All is in place.
    "
  `);
  expect(code).toBe(0);
});

const settings = 'https://github.example/octo-org/demo/settings';
const edit = `https://github.example/octo-org/demo/edit/main/${file}`;

interface Broken extends World {
  readonly what: string;
  readonly says: string;
  readonly fix: string;
  /** A warning is no reason to fail. */
  readonly code?: 0;
}

const broken: readonly Broken[] = [
  {
    what: 'no workflow calls the worker',
    files: new Map([['.github/workflows/ci.yml', 'on: push\njobs: {}\n']]),
    says: 'caller: No workflow on main calls the worker.',
    fix: 'codex-worker init',
  },
  {
    what: 'the caller is not valid',
    ...caller(example.replace('permissions: {}', 'premissions: {}')),
    says: "syntax: GitHub does not accept .github/workflows/codex.yml (Line: 20, Col: 1): Unexpected value 'premissions'",
    fix: edit,
  },
  {
    what: 'the job grants too little',
    ...caller(example.replace(/ +pull-requests: write.*\n/, '').replace('actions: write', 'actions: read')),
    says: 'permissions of codex: The job codex of .github/workflows/codex.yml has pull-requests: none, actions: read; GitHub does not start such a run.',
    fix: `Give it pull-requests: write, actions: write. ${edit}`,
  },
  {
    what: 'the secret is missing',
    secrets: [],
    says: 'secret OPENAI_API_KEY: There is no secret OPENAI_API_KEY, which .github/workflows/codex.yml passes.',
    fix: `${settings}/secrets/actions/new`,
  },
  {
    what: 'Actions may not create pull requests',
    set: { allowActionsToCreatePullRequests: false },
    says: 'pull requests: GitHub Actions may not create them',
    fix: `Switch on "Allow GitHub Actions to create and approve pull requests". ${settings}/actions`,
    code: 0,
  },
  {
    what: 'Actions are off',
    set: { actionsEnabled: false },
    says: 'Actions: They are switched off.',
    fix: `${settings}/actions`,
  },
  {
    what: 'the selected actions are others',
    set: {
      allowedActions: 'selected',
      selectedActions: { githubOwned: true, verified: true, patterns: ['octo-org/*', 'codex-worker/other@*'] },
    },
    says: 'Actions: The policy does not allow codex-worker/codex-worker.',
    fix: `${settings}/actions`,
  },
  {
    what: 'full commit SHAs are demanded',
    set: { shaPinningRequired: true },
    says: 'Actions: The policy demands full commit SHAs, and codex-worker/codex-worker@v1 is none.',
    fix: 'codex-worker init --force --ref SHA',
  },
  {
    what: 'the label does not exist',
    ...caller(withInputs('      issue-label: codex\n')),
    says: 'label codex: There is none of that name',
    fix: 'https://github.example/octo-org/demo/labels',
  },
  {
    what: 'issues are switched off',
    set: { hasIssues: false },
    says: 'issues: They are switched off',
    fix: settings,
  },
  {
    what: 'artifacts go before sessions do',
    ...caller(withInputs('      retention-days: 30\n')),
    set: { retentionDays: 10 },
    says: 'retention: Artifacts are kept for 10 days, and sessions should rest for 30',
    fix: 'lower the input retention-days',
    code: 0,
  },
  {
    what: 'the ref does not exist',
    ...caller(example.replace('@v1 ', '@v9 ')),
    says: 'ref: There is no codex-worker/codex-worker@v9, or it cannot be read.',
    fix: 'Use v1',
  },
  {
    what: 'the runner is too old',
    ...caller(withInputs('      runs-on: big-box\n')),
    set: { runners: [{ name: 'box-1', labels: ['self-hosted', 'big-box'], status: 'online', version: '2.329.1' }] },
    says: 'runner big-box: box-1 is 2.329.1; the worker takes 2.336.0, for its own actions by uses: $/ and for node24.',
    fix: 'Update the runner.',
  },
  {
    what: 'a switch is neither true nor false',
    ...caller(withInputs("      draft: 'yes'\n")),
    says: 'input draft: draft is "yes"; GitHub does not start such a run.',
    fix: 'Write true or false',
  },
  {
    what: 'a limit is no number',
    ...caller(withInputs('      turns-per-day: many\n')),
    says: 'inputs: The input "turns-per-day" is "many".',
    fix: 'Write a whole number of at least 0.',
  },
  {
    what: 'people are let in by a pattern',
    ...caller(withInputs("      allow-users: 'octo-*'\n")),
    says: 'inputs: The input "allow-users" has "octo-*", which is no login.',
    fix: 'Nobody can be let in by a pattern',
  },
  {
    what: 'nobody can be assigned',
    ...caller(withInputs('      trigger: assignee\n      assignee: octo-codex\n')),
    says: 'assignee octo-codex: Nobody can assign an issue to this login',
    fix: `${settings}/access`,
  },
  {
    what: 'the login is carried by a workflow that is not there',
    ...caller(withInputs('      login-workflow: codex-login.yml\n')),
    says: 'input login-workflow: There is no workflow codex-login.yml on the default branch.',
    fix: 'examples/login-carried.yml',
  },
  {
    what: 'the sandbox of a machine is not seen from here',
    ...caller(withInputs('      runs-on: big-box\n')),
    set: { runners: [{ name: 'box-1', labels: ['self-hosted', 'big-box'], status: 'online', version: '2.336.0' }] },
    says: 'sandbox on big-box: Whether it starts there cannot be seen from here.',
    fix: 'Run on that machine, as the user of the runner: codex-worker doctor --local.',
    code: 0,
  },
  {
    what: 'the workflow is switched off',
    set: { disabledWorkflows: [file] },
    says: 'workflow state: .github/workflows/codex.yml is disabled manually.',
    fix: 'https://github.example/octo-org/demo/actions/workflows/codex.yml',
  },
];

test.each(broken)('$what: it is named, with its fix', async ({ says, fix, code = 1, ...world }) => {
  await become(world);
  const { printed, code: ended } = await examined();
  expect(printed).toContain(says);
  const [, advice] = printed.slice(printed.indexOf(says)).split('\n');
  expect(advice).toContain(fix);
  expect(ended).toBe(code);
});

const sound: readonly (World & { readonly what: string })[] = [
  { what: 'an organization’s secret', secrets: [], set: { organizationSecrets: ['OPENAI_API_KEY'] } },
  {
    what: 'an organization’s secret after a hundred others',
    secrets: [],
    set: { organizationSecrets: [...Array.from({ length: 120 }, (_, at) => `OTHER_${at}`), 'OPENAI_API_KEY'] },
  },
  {
    what: 'a pinned commit',
    files: new Map([[file, example.replace(/@v1 .*/, `@${sha}`)]]),
    set: { shaPinningRequired: true },
  },
  { what: 'the queue', files: new Map([[file, await productFile('examples/queue.yml')]]) },
];

test.each(sound)('$what is in order', async (world) => {
  await become(world);
  const { printed, code } = await examined();
  expect(printed).toContain('All is in place.');
  expect(code).toBe(0);
});

test('what the token may not see is told, with the permission', async () => {
  await become();
  const { printed, code } = await examined([], 'writer');
  expect(printed).toContain(
    '? Actions, workflow permissions, pull requests, retention: The token may not look there.\n    → Use one with the permission Administration: read',
  );
  expect(printed).toContain('✓ secrets: OPENAI_API_KEY');
  expect(printed).toContain('4 not seen,');
  expect(code).toBe(0);
});

test('JSON tells the same', async () => {
  await become({ secrets: [] });
  const { printed, code } = await examined(['--json']);
  expect(code).toBe(1);
  expect(v.parse(doctorShape, JSON.parse(printed))).toMatchObject({
    repository: 'octo-org/demo',
    ok: false,
    findings: expect.arrayContaining([
      {
        name: 'secret OPENAI_API_KEY',
        level: 'problem',
        says: expect.stringContaining('There is no secret'),
        fix: 'Add it.',
        link: `${settings}/secrets/actions/new`,
      },
    ]),
  });
});

test('after init, before the push, the workflow of the folder is looked into; later that of GitHub', async () => {
  await become({ files: new Map() });
  const order = readInit(['--yes']);
  if (order.kind === 'init') await init(order, lab.folder, testTerminal(lab.environment));
  const before = await examined();
  expect(before.printed).toContain('! caller: .github/workflows/codex.yml is in this folder, and not on main yet.');
  expect(before.printed).toContain('1 warning,');
  expect(before.code).toBe(0);
  await become();
  await writeFile(path.join(lab.folder, file), example.replace('permissions: {}', 'premissions: {}'));
  expect((await examined()).printed).toContain('All is in place.');
});

test.each([
  { args: ['octo-org/none'], says: 'GitHub refused to show octo-org/none: Not Found.' },
  { args: ['--api-url', 'http://127.0.0.1:9'], says: "GitHub's API did not answer: " },
])('where it cannot look at all the exit code is 2: $args', async ({ args, says }) => {
  await expect(examined(args)).rejects.toThrow(says);
  await expect(examined(args)).rejects.toMatchObject({ exitCode: 2 });
});

test('whoever has asked GitHub too much is told so, not that the token lacks something', async () => {
  const limited = await labRepository({ extraFiles: new Map([[file, example]]), hourlyLimits: { user: 4 } });
  const order = readDoctor([]);
  if (order.kind !== 'doctor') throw new Error('This asks for help.');
  const looked = doctor(order, limited.folder, testTerminal(limited.environment));
  await expect(looked).rejects.toThrow(/rate limit/i);
});
