import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { expect, onTestFinished, test } from 'vitest';
import { initShape } from '../json-shapes.fixture.ts';
import { productFile } from '../product-file.ts';
import { Refusal } from '../refusal.ts';
import { git, scratchFolder, scratchRepository } from '../scratch-repository.fixture.ts';
import { testTerminal } from '../testing-terminal.fixture.ts';
import { writeFiles } from './caller-folder.ts';
import { init } from './init.ts';
import { readInit } from './init-command-line.ts';

async function run(folder: string, args: readonly string[], answers?: readonly string[]) {
  const order = readInit(args);
  if (order.kind !== 'init') throw new Error('This asks for help.');
  const terminal = testTerminal({}, answers);
  await init(order, folder, terminal);
  return terminal;
}

const caller = '.github/workflows/codex.yml';
const read = (folder: string, file = caller) => readFile(path.join(folder, file), 'utf8');

test('without a choice the caller is the example, byte for byte, and the next steps have links', async () => {
  const folder = await scratchRepository();
  const { printed } = await run(folder, []);
  expect(await read(folder)).toBe(await productFile('examples/codex.yml'));
  expect(printed()).toContain('+++ b/.github/workflows/codex.yml');
  expect(printed().slice(printed().indexOf('Wrote '))).toMatchInlineSnapshot(`
    "Wrote .github/workflows/codex.yml.

    Next:
      1. Commit and push, and see that it gets to the default branch:
           git add .github/workflows/codex.yml
           git commit -m "Set up Codex Worker"
           git push origin HEAD
      2. Add the secret OPENAI_API_KEY: https://github.com/octo-org/demo/settings/secrets/actions/new
      3. Switch on "Allow GitHub Actions to create and approve pull requests": https://github.com/octo-org/demo/settings/actions
      4. See that all is in place: codex-worker doctor
      5. Open an issue that says what you want: https://github.com/octo-org/demo/issues/new
    "
  `);
});

test('it works from a folder below the root', async () => {
  const folder = await scratchRepository();
  await mkdir(path.join(folder, 'src'));
  const { printed } = await run(path.join(folder, 'src'), []);
  expect(await read(folder)).toContain('name: Codex');
  const [, file = ''] = /git add (\S+)/.exec(printed()) ?? [];
  git(path.join(folder, 'src'), 'add', file);
  expect(git(folder, 'diff', '--cached', '--name-only')).toBe(caller);
});

test('a second time there is nothing to write', async () => {
  const folder = await scratchRepository();
  await run(folder, []);
  const { printed } = await run(folder, []);
  expect(printed()).toContain('The workflow is there already, as it should be.');
  expect(printed()).not.toContain('+++');
});

test('--dry-run shows the difference and writes nothing', async () => {
  const folder = await scratchRepository();
  const { printed } = await run(folder, ['--dry-run']);
  expect(printed()).toContain('+name: Codex\n');
  expect(printed()).toMatch(/\nNothing was written: leave out --dry-run to write this\.\n$/);
  await expect(read(folder)).rejects.toThrow('ENOENT');
});

test('JSON is the plan, and asks nobody', async () => {
  const folder = await scratchRepository();
  const planned = await run(folder, ['--dry-run', '--json'], []);
  const plan = v.parse(initShape, JSON.parse(planned.printed()));
  expect(plan).toMatchObject({ outcome: 'unwritten', pullRequest: null, next: [] });
  expect(plan.files).toMatchObject([{ path: caller, change: 'added', text: await productFile('examples/codex.yml') }]);
  const written = v.parse(initShape, JSON.parse((await run(folder, ['--json'], [])).printed()));
  expect(written).toMatchObject({ outcome: 'in-folder', repository: 'octo-org/demo' });
  expect(written.next.join()).toContain('OPENAI_API_KEY');
  const again = v.parse(initShape, JSON.parse((await run(folder, ['--json'])).printed()));
  expect(again).toMatchObject({ outcome: 'there', files: [] });
});

test('a file that somebody changed is kept, unless --force is given', async () => {
  const folder = await scratchRepository();
  await run(folder, []);
  await writeFile(path.join(folder, caller), 'name: Mine\n');
  await expect(run(folder, [])).rejects.toThrow('.github/workflows/codex.yml exists and is different.');
  expect(await read(folder)).toBe('name: Mine\n');
  const { printed } = await run(folder, ['--force']);
  expect(printed()).toContain('-name: Mine\n');
  expect(await read(folder)).toContain('name: Codex\n');
});

test('another caller under another name would answer twice', async () => {
  const folder = await scratchRepository();
  const other = await productFile('examples/two-wrappers/codex-issue.yml');
  await mkdir(path.join(folder, '.github/workflows'), { recursive: true });
  await writeFile(path.join(folder, '.github/workflows/codex-issue.yml'), other);
  await expect(run(folder, [])).rejects.toThrow('codex-issue.yml calls the worker already');
});

test('a sweeper that is there already answers nothing twice', async () => {
  const folder = await scratchRepository();
  await mkdir(path.join(folder, '.github/workflows'), { recursive: true });
  await writeFile(path.join(folder, '.github/workflows/weekly.yml'), await productFile('examples/sweeper.yml'));
  await run(folder, []);
  expect(await read(folder)).toContain('name: Codex\n');
});

test('a link in the place of the file is not followed', async () => {
  const folder = await scratchRepository();
  const elsewhere = path.join(await scratchFolder(), 'elsewhere');
  await mkdir(path.join(folder, '.github/workflows'), { recursive: true });
  await symlink(elsewhere, path.join(folder, caller));
  await expect(run(folder, ['--force'])).rejects.toThrow('.github/workflows/codex.yml is a link');
  await expect(readFile(elsewhere)).rejects.toThrow('ENOENT');
});

test.each(['.github', '.github/workflows'])('a link in the place of %s is not followed', async (place) => {
  const folder = await scratchRepository();
  const elsewhere = await scratchFolder();
  await mkdir(path.dirname(path.join(folder, place)), { recursive: true });
  await symlink(elsewhere, path.join(folder, place));
  await expect(run(folder, [])).rejects.toThrow(`${place} is a link`);
  expect(await readdir(elsewhere)).toEqual([]);
});

test('a file in the place of the folder is told in words', async () => {
  const folder = await scratchRepository();
  await writeFile(path.join(folder, '.github'), '');
  await expect(run(folder, [])).rejects.toThrow(Refusal);
});

test('what cannot be written is told in words', async () => {
  const folder = await scratchRepository();
  const file = { path: caller, text: '', before: undefined };
  await writeFiles(folder, [file]);
  // It was not there when it was looked for.
  await expect(writeFiles(folder, [file])).rejects.toThrow(/codex\.yml cannot be written: EEXIST/);
  await expect(writeFiles(folder, [file])).rejects.toThrow(Refusal);
});

test('a person is asked for what the flags leave open', async () => {
  const folder = await scratchRepository();
  const { questions } = await run(folder, ['--queue', 'none'], ['lable', 'label', 'agent', 'on-request', 'y']);
  expect(await read(folder)).toContain(
    '    with:\n      trigger: label\n      issue-label: agent\n      pull-request: on-request\n    secrets:\n',
  );
  expect(questions).toEqual([
    expect.stringMatching(/^What asks Codex\?\n {2}all .*\n {2}mention .*\n {2}label .*\n {2}assignee .*\n\[all\] $/),
    'That is "lable". Did you mean label?\n[all] ',
    'Which label? [codex] ',
    expect.stringMatching(/^When is a pull request opened\?\n {2}auto {8}with the first change\n/),
    'Write this? [Y/n] ',
  ]);
});

test('who says no gets nothing written, and who says --yes is not asked', async () => {
  const folder = await scratchRepository();
  await run(folder, [], ['', '', '', 'no']);
  await expect(read(folder)).rejects.toThrow('ENOENT');
  expect((await run(folder, ['--yes'], [])).questions).toEqual([]);
  expect(await read(folder)).toContain('name: Codex\n');
});

test('a folder without a repository is told so', async () => {
  await expect(run(await scratchFolder(), [])).rejects.toThrow('is in no git repository. Change to a clone');
});

test('a repository of somebody else, which git refuses, is told so', async () => {
  const folder = await scratchRepository();
  // As git's own tests make it believe that the owner is another.
  process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER'] = '1';
  onTestFinished(() => void delete process.env['GIT_TEST_ASSUME_DIFFERENT_OWNER']);
  await expect(run(folder, [])).rejects.toThrow(
    `Git refuses ${folder}, for it belongs to somebody else. If you trust it: git config --global --add safe.directory ${folder}`,
  );
});

test('a repository without files is told so', async () => {
  const folder = path.join(await scratchRepository(), '.git');
  await expect(run(folder, [])).rejects.toThrow('is in no working tree of a repository.');
});

test.each([
  { remote: undefined, says: 'has no remote "origin"' },
  {
    remote: '/srv/git/demo.git',
    says: 'The remote "origin" is /srv/git/demo.git, which is no repository on a GitHub.',
  },
  { remote: 'https://alice:secret@example.org/demo', says: 'is https://example.org/demo, which' },
])('the remote $remote is of no use', async ({ remote, says }) => {
  const folder = await scratchRepository();
  git(folder, 'remote', 'remove', 'origin');
  if (remote !== undefined) git(folder, 'remote', 'add', 'origin', remote);
  await expect(run(folder, [])).rejects.toThrow(says);
});

test('with a detached HEAD nothing is written', async () => {
  const folder = await scratchRepository();
  git(folder, 'checkout', '--quiet', '--detach');
  await expect(run(folder, [])).rejects.toThrow('HEAD is detached');
  await expect(read(folder)).rejects.toThrow('ENOENT');
});

test('an assignee cannot be guessed', async () => {
  await expect(run(await scratchRepository(), ['--trigger', 'assignee'])).rejects.toThrow('Add --assignee LOGIN.');
});

test('--pr without a token says how to get one', async () => {
  await expect(run(await scratchRepository(), ['--pr'])).rejects.toThrow('There is no token');
});
