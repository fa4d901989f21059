import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { defaultStateDirectory, runFacts } from './run-facts.ts';
import { stateDirectory } from './state-directory.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-runner-'));
});
afterAll(() => rm(folder, { recursive: true }));

interface Ended {
  readonly exitCode: number;
  readonly log: string;
  readonly output: string;
  readonly summary: string;
}

/** Runs a small action in a process of its own, as the runner does. */
async function action(body: string, env: Record<string, string> = {}): Promise<Ended> {
  const files = { GITHUB_OUTPUT: path.join(folder, 'output'), GITHUB_STEP_SUMMARY: path.join(folder, 'summary') };
  for (const file of Object.values(files)) await writeFile(file, '');
  const source = ['run-action', 'outputs', 'inputs', 'untrusted-log'].map(
    (name) => `export * from '${import.meta.dirname}/${name}.ts';`,
  );
  await writeFile(path.join(folder, 'runner.ts'), source.join('\n'));
  const main = path.join(folder, 'main.ts');
  const failure = `import { Failure } from '${path.resolve(import.meta.dirname, '../../../core/src/index.ts')}';`;
  await writeFile(
    main,
    `import * as runner from './runner.ts';\n${failure}\nawait runner.runAction(async () => {${body}});`,
  );
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [main], { env: { ...files, ...env } }, async (_error, stdout, stderr) =>
      resolve({
        exitCode: child.exitCode ?? -1,
        log: stdout + stderr,
        output: await readFile(files.GITHUB_OUTPUT, 'utf8'),
        summary: await readFile(files.GITHUB_STEP_SUMMARY, 'utf8'),
      }),
    );
  });
}

test('an action that works sets outputs, writes its summary and masks secrets', async () => {
  const end = await action(
    `const { key } = runner.readInputs((input) => ({ key: input.secret('key') }));
     runner.output('thread', 'issue-12'); runner.output('none', undefined); runner.output('draft', false);
     await runner.summary('# Done'); runner.warning('Look', 'Title');`,
    { INPUT_KEY: 'sk-secret' },
  );
  expect(end.exitCode).toBe(0);
  const forms = ['sk-secret', 'c2stc2VjcmV0', 'ay1zZWNyZX', 'LXNlY3Jld'].map((form) => `::add-mask::${form}\n`);
  expect(end.log).toBe(`${forms.join('')}::warning title=Title::Look\n`);
  expect(end.output.replace(/ghadelimiter_\S+/g, 'END')).toBe(
    'thread<<END\nissue-12\nEND\nnone<<END\n\nEND\ndraft<<END\nfalse\nEND\n',
  );
  expect(end.summary).toBe('# Done\n');
});

test('a secret of several lines is masked line by line', async () => {
  const end = await action(`runner.readInputs((input) => input.secret('key'));`, {
    INPUT_KEY: 'the first\nthe second',
  });
  const masks = ['the first', 'the second'].map((form) => `::add-mask::${form}\n`);
  expect(end.log.startsWith(masks.join(''))).toBe(true);
});

test('of a list of secrets each is masked by itself, also in base64, and no lone bracket', async () => {
  const list = 'sk-0123456789\n{\n  "token": "at-0123456789abcdef"\n}';
  const end = await action(`runner.readInputs((input) => input.secrets('redact'));`, { INPUT_REDACT: list });
  const masks = end.log.split('\n').map((line) => line.replace('::add-mask::', ''));
  expect(masks).toEqual(expect.arrayContaining(['sk-0123456789', 'at-0123456789abcdef', 'c2stMDEyMzQ1Njc4O']));
  expect(masks).not.toContain('{');
});

test('nothing that an action writes holds a secret, nor what looks like one', async () => {
  const token = `ghp_${'aB3'.repeat(12)}`;
  const end = await action(
    `const { key } = runner.readInputs((input) => ({ key: input.secret('key') }));
     const said = key + ' ' + process.env.ACTIONS_RUNTIME_TOKEN + ' ${token}';
     for (const tell of ['info', 'warning', 'notice']) runner[tell](said);
     const log = runner.printUntrusted(); log.line(said); log.end();
     runner.output('message', said); await runner.summary(said);
     throw new Failure('auth', { what: said, fix: said });`,
    { INPUT_KEY: 'sk-secret', ACTIONS_RUNTIME_TOKEN: 'runtime-token' },
  );
  const log = end.log.replaceAll(/^::add-mask::.*\n/gm, '');
  for (const secret of ['sk-secret', 'runtime-token', token]) {
    expect(`${log}${end.output}${end.summary}`).not.toContain(secret);
  }
  expect(`${log}${end.output}${end.summary}`.match(/\[redacted\]/g)).toHaveLength(3 * 12);
});

test('a failure ends the step with what happened and what to change', async () => {
  const end = await action(`throw new Failure('quota', { what: 'The quota is used up.', fix: 'Check the plan.' });`);
  expect(end.exitCode).toBe(1);
  expect(end.log).toBe('::error title=Codex Worker%3A quota::The quota is used up. Check the plan.\n');
});

test('a bug ends the step with its stack and where to report it', async () => {
  const end = await action(`throw new TypeError('x is undefined');`, {
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_ACTION_REPOSITORY: 'octo-org/codex-worker',
  });
  expect(end.exitCode).toBe(1);
  expect(end.log).toMatch(/^::group::Details of the error\n::stop-commands::\S+\nTypeError: x is undefined\n {4}at /);
  expect(end.log).toContain(
    'x is undefined. Report it with the details above: https://github.com/octo-org/codex-worker/issues/new',
  );
});

test('what a bug says of others cannot become a workflow command', async () => {
  const end = await action(
    `throw new TypeError('not read:\\n::add-path::/tmp/x', { cause: new Error('##[set-output name=decision]run') });`,
  );
  const [, token] = /::stop-commands::(\S+)\n/.exec(end.log) ?? [];
  const [before = '', within = ''] = end.log.split(new RegExp(`::(?:stop-commands::)?${token}(?:::)?\\n`));
  expect([before, within]).toEqual([
    '::group::Details of the error\n',
    expect.stringContaining('\n::add-path::/tmp/x\n'),
  ]);
  expect(within).toContain('##[set-output name=decision]run');
});

test('text of others cannot become a workflow command', async () => {
  const end = await action(
    `const log = runner.printUntrusted(); log.line('::error::not mine'); log.end(); runner.info('mine');`,
  );
  const [, token] = /^::stop-commands::(\S+)\n/.exec(end.log) ?? [];
  expect(end.log).toBe(`::stop-commands::${token}\n::error::not mine\n::${token}::\nmine\n`);
});

const env = {
  GITHUB_REPOSITORY: 'octo-org/demo',
  GITHUB_REPOSITORY_ID: '77',
  GITHUB_RUN_ID: '500',
  GITHUB_RUN_ATTEMPT: '2',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_API_URL: 'https://api.github.com',
  GITHUB_WORKFLOW_REF: 'octo-org/demo/.github/workflows/codex.yml@refs/heads/feature@home',
  GITHUB_EVENT_NAME: 'issues',
  GITHUB_EVENT_PATH: '/tmp/event.json',
  RUNNER_TEMP: '/tmp/runner',
  GITHUB_WORKSPACE: '/tmp/workspace',
};

test('the facts of a run are those of the environment', () => {
  const facts = runFacts(env);
  expect(facts).toMatchObject({
    repository: { owner: 'octo-org', name: 'demo', id: 77 },
    runId: 500,
    attempt: 2,
    workflowPath: '.github/workflows/codex.yml',
    runUrl: 'https://github.com/octo-org/demo/actions/runs/500',
    retentionDays: undefined,
  });
  expect(defaultStateDirectory(facts, 'issue-12')).toBe('/tmp/runner/codex-worker/issue-12');
});

test('what the runner does not set is named', () => {
  const { GITHUB_RUN_ID: _, ...rest } = env;
  expect(() => runFacts({ ...rest, GITHUB_REPOSITORY_ID: 'x' })).toThrow(
    /GITHUB_REPOSITORY_ID, GITHUB_RUN_ID|GITHUB_RUN_ID, GITHUB_REPOSITORY_ID/,
  );
});

test('documents of the state directory come back, and only the user can read them', async () => {
  const directory = stateDirectory(path.join(folder, 'deep', 'state'));
  expect(await directory.read('thread.json')).toBeUndefined();
  await directory.write('thread.json', { a: ['é'] });
  expect(await directory.read('thread.json')).toEqual({ a: ['é'] });
  const home = await directory.folder('codex-home');
  const modes = await Promise.all(
    [directory.path, home, path.join(directory.path, 'thread.json')].map((file) => stat(file)),
  );
  expect(modes.map(({ mode }) => (mode & 0o777).toString(8))).toEqual(['700', '700', '600']);
  await writeFile(path.join(directory.path, 'thread.json'), '{');
  await expect(directory.read('thread.json')).rejects.toMatchObject({ code: 'input-invalid' });
});

test('what an earlier job left in the state directory goes, and nothing else', async () => {
  const directory = stateDirectory(path.join(folder, 'kept'));
  await directory.write('turns.json', {});
  await writeFile(path.join(await directory.folder('codex-home'), 'AGENTS.md'), 'Obey.');
  await writeFile(path.join(directory.path, 'notes.txt'), 'of somebody else');
  await directory.clear(['turns.json', 'thread.json', 'codex-home']);
  expect(await readdir(directory.path)).toEqual(['notes.txt']);
  await stateDirectory(path.join(folder, 'not-there')).clear(['turns.json']);
});
