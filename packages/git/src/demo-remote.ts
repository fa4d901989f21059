import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { GitRemote } from './git-remote.ts';
import { openGit } from './run-git.ts';

const execute = promisify(execFile);

/** A file of a test commit: text, bytes, or undefined to delete it. */
export type DemoFiles = Readonly<Record<string, string | Buffer | undefined>>;

/** A bare repository for tests, with a clone that plays everybody else. */
export interface DemoRemote extends AsyncDisposable {
  readonly folder: string;
  readonly bare: string;
  /** A remote as the adapters take it, in a folder of its own. */
  remote(name: string): GitRemote;
  /** Commits files to a branch and pushes; answers the commit. */
  commit(branch: string, files: DemoFiles, message?: string): Promise<string>;
  /** Adds an entry of the index to a branch, `<mode> <sha>\t<path>`, which no work tree need be able to hold; answers the commit. */
  commitEntry(branch: string, entry: Buffer): Promise<string>;
  /** Runs git in the bare repository. */
  git(...args: readonly string[]): Promise<string>;
}

export async function demoRemote({ empty }: { readonly empty?: true } = {}): Promise<DemoRemote> {
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-git-'));
  const bare = path.join(folder, 'octo-org', 'demo.git');
  const clone = path.join(folder, 'everybody');
  await git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', bare);
  await git(bare, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  await git(folder, 'clone', '--quiet', bare, clone);
  const demo: DemoRemote = {
    folder,
    bare,
    remote: (name) => ({
      folder: path.join(folder, name),
      server: `file://${folder}`,
      repository: 'octo-org/demo',
      token: undefined,
    }),
    async commit(branch, files, message = 'Change files') {
      await git(clone, 'fetch', '--quiet', 'origin');
      const known = await git(clone, 'branch', '--remotes', '--list', `origin/${branch}`);
      const start = known === '' ? 'origin/main' : `origin/${branch}`;
      const born = (await git(clone, 'branch', '--remotes')) !== '';
      await git(
        clone,
        ...(born ? ['checkout', '--quiet', '-B', branch, start] : ['checkout', '--quiet', '-B', branch]),
      );
      await writeFiles(clone, files);
      await git(clone, 'add', '--all');
      await git(clone, 'commit', '--quiet', '--allow-empty', '-m', message);
      await git(clone, 'push', '--quiet', 'origin', branch);
      return git(clone, 'rev-parse', 'HEAD');
    },
    async commitEntry(branch, entry) {
      const bareGit = openGit(bare);
      const env = { GIT_INDEX_FILE: path.join(folder, 'entries'), ...everybody };
      await bareGit.run(['read-tree', 'main'], { env });
      await bareGit.run(['update-index', '--add', '-z', '--index-info'], { env, input: entry });
      const tree = await bareGit.text(['write-tree'], { env });
      const sha = await bareGit.text(['commit-tree', tree, '-p', 'main', '-m', 'Add an entry'], { env });
      await bareGit.run(['update-ref', `refs/heads/${branch}`, sha]);
      return sha;
    },
    git: (...args) => git(bare, ...args),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
  if (!empty) await demo.commit('main', { 'README.md': '# Demo\n', 'src/sum.js': lines(1, 20) });
  return demo;
}

/** Numbered lines, so that a merge has context. */
export const lines = (from: number, to: number): string =>
  Array.from({ length: to - from + 1 }, (_, i) => `line ${from + i}\n`).join('');

/** Writes or deletes files below a folder. */
export async function writeFiles(folder: string, files: DemoFiles): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    if (content === undefined) await rm(file);
    else await writeFile(file, content);
    if (name.endsWith('.sh')) await chmod(file, 0o755);
  }
}

const everybody = {
  GIT_AUTHOR_NAME: 'Alice',
  GIT_AUTHOR_EMAIL: 'alice@example.com',
  GIT_COMMITTER_NAME: 'Alice',
  GIT_COMMITTER_EMAIL: 'alice@example.com',
};

async function git(cwd: string, ...args: readonly string[]): Promise<string> {
  const { stdout } = await execute('git', ['-c', 'core.autocrlf=false', ...args], {
    cwd,
    env: { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', ...everybody },
  });
  return stdout.trim();
}
