import { expect, test } from 'vitest';
import { labRepository } from '../lab-repository.fixture.ts';
import { productFile } from '../product-file.ts';
import { git } from '../scratch-repository.fixture.ts';
import { testTerminal } from '../testing-terminal.fixture.ts';
import { init } from './init.ts';
import { readInit } from './init-command-line.ts';

async function run(folder: string, environment: NodeJS.ProcessEnv, args: readonly string[] = []) {
  const order = readInit(['--pr', ...args]);
  if (order.kind !== 'init') throw new Error('This asks for help.');
  const terminal = testTerminal(environment);
  await init(order, folder, terminal);
  return terminal.printed();
}

const caller = '.github/workflows/codex.yml';

test('--pr proposes the files in one commit on a branch of its own, and touches nothing here', async () => {
  const { folder, environment, github } = await labRepository();
  const printed = await run(folder, environment, ['--sweeper']);
  expect(printed).toContain(
    `Opened ${github.server}/octo-org/demo/pull/1\n\nNext:\n  1. Read and merge the pull request`,
  );
  expect(git(folder, 'status', '--porcelain')).toBe('');
  const show = (...args: readonly string[]) => git(github.gitFolder, ...args);
  expect(show('log', '--format=%s', 'main..codex-worker-init')).toBe('Set up Codex Worker');
  expect(show('diff', '--name-only', 'main', 'codex-worker-init')).toBe(`${caller}\n.github/workflows/sweeper.yml`);
});

test('a second proposal is refused while the branch of the first is there', async () => {
  const { folder, environment } = await labRepository();
  await run(folder, environment);
  await expect(run(folder, environment)).rejects.toThrow('The branch codex-worker-init exists');
});

test('a pull request that is refused leaves no branch in the way of the next attempt', async () => {
  const { folder, environment, github } = await labRepository();
  const body = { message: 'Resource not accessible by personal access token' };
  const effect = { kind: 'answer', status: 403, headers: {}, body } as const;
  github.faults.add({ method: 'POST', path: /\/pulls$/, times: 1, effect, when: 'before' });
  await expect(run(folder, environment)).rejects.toThrow('Pull requests and Workflows: write');
  expect(await run(folder, environment)).toContain('Opened ');
});

test('what is on the default branch counts, not what is here', async () => {
  const extraFiles = new Map([[caller, await productFile('examples/codex.yml')]]);
  const { folder, environment } = await labRepository({ extraFiles });
  expect(await run(folder, environment)).toContain('The workflow is there already');
  await expect(run(folder, environment, ['--effort', 'high'])).rejects.toThrow('exists and is different');
});

test.each([
  { token: 'bot', says: 'Workflows: write' },
  { token: 'reader', says: 'GitHub refused to take the pull request' },
] as const)('the token of the $token may not, and is told what it lacks', async ({ token, says }) => {
  const { folder, environment, github } = await labRepository();
  await expect(run(folder, { ...environment, GITHUB_TOKEN: github.tokens[token] })).rejects.toThrow(says);
  expect(git(github.gitFolder, 'branch', '--list', '--format=%(refname:short)')).toBe('main');
});

test('a token that GitHub does not know, and an API that is not there, are told apart', async () => {
  const { folder, environment } = await labRepository();
  await expect(run(folder, { ...environment, GITHUB_TOKEN: 'ghp_none' })).rejects.toThrow('does not know the token');
  await expect(run(folder, environment, ['--api-url', 'http://127.0.0.1:9'])).rejects.toThrow(
    "GitHub's API did not answer",
  );
});

test('a token for github.com is not sent to whatever host a remote names', async () => {
  const { folder, github } = await labRepository();
  await expect(run(folder, { GITHUB_TOKEN: github.tokens.owner })).rejects.toThrow('There is no token');
  expect(github.requests).toEqual([]);
});
