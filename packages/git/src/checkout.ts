import { lstat, mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type GitRemote, remoteUrl } from './git-remote.ts';
import { type Git, openGit } from './run-git.ts';

/**
 * Opens the folder as a repository whose configuration is ours. What an earlier job left in `.git/config` on a
 * machine that is kept between jobs could name filters, and git would run them.
 */
export async function openCheckout(remote: GitRemote): Promise<Git> {
  const gitDir = path.join(remote.folder, '.git');
  const found = await lstat(gitDir).catch(() => undefined);
  if (found && !found.isDirectory()) await rm(gitDir);
  await mkdir(gitDir, { recursive: true });
  const git = openGit(gitDir, remote.folder);
  await rm(path.join(gitDir, 'config.worktree'), { force: true });
  await rm(path.join(gitDir, 'info', 'attributes'), { force: true });
  await writeFile(path.join(gitDir, 'config'), configuration(remoteUrl(remote)));
  await git.run(['init', '--quiet', '--template=']);
  return git;
}

const configuration = (url: string): string =>
  [
    '[core]',
    '\trepositoryformatversion = 0',
    '\tfilemode = true',
    '\tbare = false',
    '\tlogallrefupdates = true',
    '[remote "origin"]',
    `\turl = "${url.replace(/["\\]/g, '\\$&')}"`,
    '\tfetch = +refs/heads/*:refs/remotes/origin/*',
    '',
  ].join('\n');
