import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { projectFile } from './project-files.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
}
interface Job {
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
}
const { check, publish }: { check: Job; publish: Job } = parse(projectFile('.github/workflows/release.yml').text).jobs;
const run = promisify(execFile);

/** The script of the step whose name begins so. */
function scriptOf({ steps }: Job, name: string): string {
  const script = steps.find((step) => step.name?.startsWith(name))?.run;
  if (script === undefined) throw new Error(`release.yml has no step "${name}".`);
  return script;
}

interface Repository extends AsyncDisposable {
  readonly folder: string;
  git(...args: readonly string[]): Promise<unknown>;
  /** Runs a script as a runner does, for a tag. */
  script(text: string, tag: string): Promise<unknown>;
}

/** A repository with version 1.2.3 on main, in the state in which a release checks it out. */
async function openRepository(): Promise<Repository> {
  const folder = await mkdtemp(path.join(tmpdir(), 'release-'));
  const author = ['-c', 'user.name=Alice', '-c', 'user.email=alice@example.com'];
  const git = (...args: readonly string[]) => run('git', ['-C', folder, ...author, ...args]);
  await git('init', '--quiet', '--initial-branch', 'main');
  await mkdir(path.join(folder, 'docs'));
  await writeFile(path.join(folder, 'package.json'), '{ "version": "1.2.3", "type": "module" }');
  await writeFile(path.join(folder, 'CHANGELOG.md'), '# Changelog\n\n## 1.2.3\n\n- Faster\n\n## 1.2.30\n\n- Older\n');
  await writeFile(path.join(folder, '.gitattributes'), '/docs export-ignore\n');
  await writeFile(path.join(folder, 'docs/a.md'), 'a');
  await git('add', '.');
  await git('commit', '--quiet', '--message', 'Release 1.2.3');
  await git('update-ref', 'refs/remotes/origin/main', 'HEAD');
  return {
    folder,
    git,
    script: (text, tag) =>
      run('bash', ['-e', '-c', text], { cwd: folder, env: { PATH: process.env['PATH'], GITHUB_REF_NAME: tag } }),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  };
}

const checks = scriptOf(check, 'The tag is a commit of main');

test('a tag that fits is released', async () => {
  await using repository = await openRepository();
  await repository.script(checks, 'v1.2.3');
});

test.each(['v1.2.4', 'v1.2.30'])(
  'the tag %s, which is not the version of package.json, is not released',
  async (tag) => {
    await using repository = await openRepository();
    await expect(repository.script(checks, tag)).rejects.toThrow();
  },
);

test('a version of which CHANGELOG.md does not tell is not released', async () => {
  await using repository = await openRepository();
  await writeFile(path.join(repository.folder, 'CHANGELOG.md'), '# Changelog\n\n## Unreleased\n\n- 1.2.3\n');
  await expect(repository.script(checks, 'v1.2.3')).rejects.toThrow();
});

test('a commit that is not on main is not released', async () => {
  await using repository = await openRepository();
  await repository.git('commit', '--quiet', '--allow-empty', '--message', 'Never reviewed');
  await expect(repository.script(checks, 'v1.2.3')).rejects.toThrow();
});

test('what is packed is what runners get, with the notes of this version alone', async () => {
  await using repository = await openRepository();
  await repository.script(scriptOf(publish, 'Pack'), 'v1.2.3');
  const { stdout } = await run('tar', ['tzf', path.join(repository.folder, 'codex-worker-1.2.3.tar.gz')]);
  expect(stdout.trim().split('\n').sort()).toEqual([
    'codex-worker-1.2.3/',
    'codex-worker-1.2.3/.gitattributes',
    'codex-worker-1.2.3/CHANGELOG.md',
    'codex-worker-1.2.3/package.json',
  ]);
  expect((await readFile(path.join(repository.folder, 'notes.md'), 'utf8')).trim()).toBe('- Faster');
});

test('the job that runs code of others can write nothing', () => {
  expect(check.permissions).toEqual({ contents: 'read' });
});

test('the job that can write runs nothing of the repository, of a registry or of a cache', () => {
  const programs = publish.steps.flatMap(({ run: script = '' }) => script.match(/^\s*(?:if )?[\w./]+(?= )/gm) ?? []);
  expect([...new Set(programs.map((program) => program.replace('if ', '').trim()))].sort()).toEqual([
    'awk',
    'gh',
    'git',
  ]);
  const actions = publish.steps.flatMap(({ uses }) => uses?.split('@')[0] ?? []);
  expect([...new Set(actions)]).toEqual(['actions/checkout', 'actions/attest']);
});
