import { lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type GitRemote, remoteUrl } from './git-remote.ts';
import { removePipes } from './remove-pipes.ts';
import { type Git, openGit } from './run-git.ts';

/**
 * Opens the folder as a repository whose configuration is ours. What an earlier job left in `.git/config` on a
 * machine that is kept between jobs could name filters, and git would run them.
 */
export async function openCheckout(remote: GitRemote): Promise<Git> {
  const gitDir = path.join(remote.folder, '.git');
  const found = await lstat(gitDir).catch(() => undefined);
  if (found && !found.isDirectory()) await rm(gitDir);
  else if (await isPartial(gitDir)) await rm(gitDir, { recursive: true });
  await mkdir(gitDir, { recursive: true });
  const git = openGit(gitDir, remote.folder);
  await removePipes(remote.folder);
  await removeSteering(gitDir);
  await writeFile(path.join(gitDir, 'config'), configuration(remoteUrl(remote)));
  await git.run(['init', '--quiet', '--template=']);
  return git;
}

/** A clone with a filter lacks objects that nobody fetches any more: the server takes it that they are here. */
async function isPartial(gitDir: string): Promise<boolean> {
  const packs = await readdir(path.join(gitDir, 'objects', 'pack')).catch(() => []);
  return packs.some((name) => name.endsWith('.promisor'));
}

/** What says where git finds the rest, and what it does with it. Whoever reads objects from another folder gets no more than objects. */
const STEERING = ['config', 'config.worktree', 'commondir', 'gitdir', 'worktrees', 'info'];

async function removeSteering(gitDir: string): Promise<void> {
  const remove = (name: string) => rm(path.join(gitDir, name), { recursive: true, force: true });
  await Promise.all(STEERING.map(remove));
  // Git writes through a link, into whatever file of the user's it leads to.
  const entries = await readdir(gitDir, { recursive: true, withFileTypes: true });
  const links = entries.filter((entry) => entry.isSymbolicLink());
  await Promise.all(links.map(({ parentPath, name }) => rm(path.join(parentPath, name), { force: true })));
  const head = await readFile(path.join(gitDir, 'HEAD'), 'utf8').catch(() => '');
  if (!/^(?:ref: refs\/\S+|[0-9a-f]{40,64})\n?$/.test(head)) await remove('HEAD');
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
