import { constants } from 'node:buffer';
import { copyFile, lstat, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { patchText } from './patch-text.ts';
import { plainDiff } from './plain-diff.ts';
import { removePipes } from './remove-pipes.ts';
import { type Git, openGit } from './run-git.ts';
import { leaveTooLarge } from './too-large.ts';

/**
 * Everything in a work tree that differs from a commit, untracked files included, as one patch. Git reads the files
 * through a git directory of our own, because `.git/config` of the work tree was within the reach of the agent.
 */
export async function changesSince(
  folder: string,
  base: string,
  leave: Leave,
  longest = constants.MAX_STRING_LENGTH,
): Promise<string | undefined> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'codex-worker-changes-'));
  try {
    const git = await shadowOf(folder, scratch);
    const index = await indexOf(git, folder, base, scratch);
    for (const file of await leaveTooLarge(git, base, index)) leave(file);
    const patch = await diff(git, base, index);
    if (patch.length === 0) return undefined;
    const asBinary = async (): Promise<Buffer> => {
      await writeFile(path.join(scratch, 'info', 'attributes'), '* -diff\n');
      return diff(git, base, index);
    };
    return await patchText(patch, asBinary, longest);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Is told of each file that is too large for a patch, and left out of it. */
export type Leave = (file: string) => void;

/** The environment that names an index of our own. */
export type IndexFile = { readonly GIT_INDEX_FILE: string };

/** A git directory with nothing of its own that reads the objects of the work tree's. */
export async function shadowOf(folder: string, scratch: string): Promise<Git> {
  const git = openGit(scratch, folder);
  await openGit(scratch).run(['init', '--quiet', '--bare', '--template=', scratch]);
  const objects = path.join(folder, '.git', 'objects');
  await mkdir(path.join(scratch, 'objects', 'info'), { recursive: true });
  await mkdir(path.join(scratch, 'info'), { recursive: true });
  await writeFile(path.join(scratch, 'objects', 'info', 'alternates'), `${objects}\n`);
  // What is text is shown as text, whatever `.gitattributes` of the change says: it is to be reviewed.
  await writeFile(path.join(scratch, 'info', 'attributes'), '* !diff\n');
  return git;
}

/** The files as an index. It starts from the real one, so that files that did not change are not read again. */
export async function indexOf(git: Git, folder: string, base: string, scratch: string): Promise<IndexFile> {
  const env = { GIT_INDEX_FILE: path.join(scratch, 'index') };
  await copyOwn(path.join(folder, '.git', 'index'), env.GIT_INDEX_FILE);
  const reused = await git.attempt(['read-tree', '-m', base], { env });
  if (reused.exitCode !== 0) {
    await rm(env.GIT_INDEX_FILE, { force: true });
    await git.run(['read-tree', base], { env });
  }
  await removePipes(folder);
  // What cannot be added, such as a repository without commits inside this one, must not hide the rest.
  await git.attempt(['-c', 'advice.addEmbeddedRepo=false', 'add', '--all', '--ignore-errors', '--', '.'], { env });
  return env;
}

/** Copies a file of a git directory, if it is one: git would write through a link, and read for ever from a device. */
export async function copyOwn(from: string, to: string): Promise<void> {
  const found = await lstat(from).catch(() => undefined);
  if (!found?.isFile()) return;
  await copyFile(from, to);
  // Git tells by the index's own time which files may have changed since.
  await utimes(to, found.atime, found.mtime);
}

function diff(git: Git, base: string, env: IndexFile): Promise<Buffer> {
  return git.run(['diff', '--cached', '--binary', '--full-index', ...plainDiff, base, '--'], { env });
}
