import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

/** Runs git in a folder, with nothing of this machine's settings. */
export function git(folder: string, ...args: readonly string[]): string {
  const env = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1' };
  const who = ['-c', 'user.name=Alice', '-c', 'user.email=alice@example.com'];
  return execFileSync('git', ['-C', folder, ...who, ...args], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

/** When to tidy up: after a test, or after all of a file. */
export type AtEnd = (tidy: () => Promise<void>) => void;

/** An empty folder. */
export async function scratchFolder(atEnd: AtEnd = onTestFinished): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'codex-worker-cli-'));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A repository with one commit and a remote. */
export async function scratchRepository(
  remote = 'https://github.com/octo-org/demo.git',
  atEnd: AtEnd = onTestFinished,
): Promise<string> {
  const folder = await scratchFolder(atEnd);
  git(folder, 'init', '--quiet', '--initial-branch', 'main');
  git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'Begin');
  git(folder, 'remote', 'add', 'origin', remote);
  return folder;
}
