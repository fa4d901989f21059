import { execFile } from 'node:child_process';
import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { Failure } from '@codex-worker/core';
import type { Loan } from './codex-user.ts';
import { openFolders } from './open-folders.ts';
import { launchAs } from './own-user.ts';
import type { Root } from './root.ts';

export interface LoanOrder {
  readonly root: Root;
  /** Number of the user and of its group; nobody else has it. */
  readonly id: number;
  readonly workspace: string;
  readonly codexHome: string;
  /** What is to be the user's home. */
  readonly home: string;
  readonly binary: string;
}

/**
 * Gives the user the files of the workspace and of Codex's state. The two folders themselves stay ours, and sticky: the
 * user can replace neither `.git`, whose hooks and settings later steps obey, nor the settings of Codex.
 */
export async function lend(order: LoanOrder): Promise<Loan> {
  await refuseHardLinks();
  await openFolders(order);
  const { root, id, workspace, codexHome, home } = order;
  const us = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  await writeHome(home);
  const settings = path.join(codexHome, 'config.toml');
  const folders = await Promise.all([workspace, codexHome].map(rightsOf));
  const ours = [...folders, await rightsOf(settings)];
  const lent = [...(await below(workspace, '.git')), ...(await below(codexHome, 'config.toml')), home];
  await root.run('chown', '-RPh', `--from=${us.uid}`, `${id}:${id}`, '--', ...lent);
  await root.run('chgrp', `${id}`, '--', workspace, codexHome, settings);
  await root.run('chmod', 'g+r', '--', settings);
  for (const { place, mode } of folders) await root.run('chmod', octal(mode | 0o1070), '--', place);
  return {
    end: async () => {
      await endProcesses(order);
      const now = [...(await below(workspace)), ...(await below(codexHome)), home];
      await root.run('chown', '-RPh', `--from=${id}`, `${us.uid}:${us.gid}`, '--', ...now);
      for (const { place, mode, gid } of ours) {
        await root.run('chgrp', `${gid}`, '--', place);
        await root.run('chmod', octal(mode), '--', place);
      }
    },
  };
}

/** A name of its own for a file of the job would make that file the user's. */
async function refuseHardLinks(): Promise<void> {
  const file = '/proc/sys/fs/protected_hardlinks';
  const value = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (value === '1') return;
  throw new Failure('safety', {
    what: `Codex cannot be given a user of its own on this runner: ${file} is "${value}", so users can link to files that are not theirs.`,
    fix: 'Run `sysctl -w fs.protected_hardlinks=1` on the runner, or set the input `safety` to `sandbox`.',
  });
}

async function writeHome(home: string): Promise<void> {
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { mode: 0o700 });
  // Git works in a repository of somebody else only where that is said.
  await writeFile(path.join(home, '.gitconfig'), '[safe]\n\tdirectory = *\n');
}

async function rightsOf(place: string) {
  const { mode, gid } = await lstat(place);
  return { place, mode: mode & 0o7777, gid };
}

async function below(folder: string, except?: string): Promise<readonly string[]> {
  const names = await readdir(folder);
  return names.filter((name) => name !== except).map((name) => path.join(folder, name));
}

const octal = (mode: number): string => mode.toString(8);

/**
 * Ends also those that a command left running, in whatever session. The signal goes to everything that its sender may
 * end, so its sender makes sure first that it is the user, and nobody else.
 */
async function endProcesses({ root, id }: LoanOrder): Promise<void> {
  const script = `[ "$(id -u)" = ${id} ] && [ "$(id -ru)" = ${id} ] && [ ${id} -ge 1000 ] && kill -s KILL -- -1`;
  const sender = { command: 'sh', args: ['-c', script], environment: { PATH: '/usr/bin:/bin' } };
  const { command, args, environment } = launchAs({ root, id }, sender);
  await promisify(execFile)(command, args, { env: environment }).catch(() => undefined);
}
