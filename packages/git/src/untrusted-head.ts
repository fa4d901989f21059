import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { byteFields } from './changed-entries.ts';
import { openCheckout } from './checkout.ts';
import type { GitRemote } from './git-remote.ts';
import { HISTORY_DEPTH } from './request-trailers.ts';
import type { Git } from './run-git.ts';
import { fetchBranch, fetchCommit } from './talk.ts';
import { folded } from './unfit-name.ts';

export interface UntrustedHead {
  readonly sha: string;
  /** The branch that it is to be merged into. */
  readonly base: string;
}

/**
 * Puts the folder on a commit that a stranger made, on no branch. Files that tell an agent or git what to do are those of the
 * base, or are not there: the stranger's are in the history only. Answers whose were left out; undefined when there is no
 * such commit.
 */
export async function checkOutUntrusted(
  remote: GitRemote,
  { sha, base }: UntrustedHead,
): Promise<readonly string[] | undefined> {
  await mkdir(remote.folder, { recursive: true });
  const git = await openCheckout(remote);
  if (!(await fetchCommit(git, remote, sha, HISTORY_DEPTH))) return undefined;
  const isBaseThere = await fetchBranch(git, remote, base, HISTORY_DEPTH);
  const [theirs, ours] = [
    await entriesOf(git, sha),
    isBaseThere ? await entriesOf(git, `refs/remotes/origin/${base}`) : [],
  ];
  const leftOut = theirs.filter((entry) => steersTools(entry.path));
  const tree = await treeWithout(git, sha, { leftOut, instead: fitting(ours, theirs) });
  await git.run(['update-ref', '--no-deref', 'HEAD', sha]);
  await rm(path.join(git.gitDir, 'index.lock'), { force: true });
  await git.run(['read-tree', '--reset', '-u', tree]);
  await git.attempt(['clean', '--quiet', '-ffd']);
  const known = new Set(ours.map(({ line }) => line.toString('latin1')));
  return leftOut.filter(({ line }) => !known.has(line.toString('latin1'))).map((entry) => entry.path);
}

/** Whether a file tells Codex or git what to do. Names are compared as a file system without case would. */
export function steersTools(file: string): boolean {
  const parts = folded(file).split('/');
  const name = parts.at(-1) ?? '';
  return (
    parts.some((part) => part === '.codex' || part === '.agents') ||
    ['agents.md', 'agents.override.md', '.gitattributes', '.gitmodules'].includes(name)
  );
}

interface Entry {
  readonly path: string;
  /** As `git ls-tree` writes it, and `git update-index` reads it: its name need not be UTF-8. */
  readonly line: Buffer;
}

async function entriesOf(git: Git, commit: string): Promise<readonly Entry[]> {
  const listing = await git.run(['ls-tree', '-r', '-z', '--full-tree', commit]);
  return byteFields(listing).map((line) => ({ line, path: line.toString('utf8', line.indexOf('\t') + 1) }));
}

/** The base's own, where the stranger did not put a file or a link in the place of a folder. */
function fitting(ours: readonly Entry[], theirs: readonly Entry[]): readonly Entry[] {
  const files = new Set(theirs.filter((entry) => !steersTools(entry.path)).map((entry) => entry.path));
  const isBelowFile = (file: string): boolean =>
    file.split('/').some((_, depth, parts) => files.has(parts.slice(0, depth).join('/')));
  return ours.filter((entry) => steersTools(entry.path) && !isBelowFile(entry.path));
}

const ABSENT = Buffer.from(`0 ${'0'.repeat(40)}`);

async function treeWithout(
  git: Git,
  sha: string,
  { leftOut, instead }: { readonly leftOut: readonly Entry[]; readonly instead: readonly Entry[] },
): Promise<string> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'codex-worker-head-'));
  const env = { GIT_INDEX_FILE: path.join(scratch, 'index') };
  try {
    await git.run(['read-tree', sha], { env });
    const gone = leftOut.map(({ line }) => Buffer.concat([ABSENT, line.subarray(line.indexOf('\t'))]));
    const input = Buffer.concat([...gone, ...instead.map(({ line }) => line)].flatMap((line) => [line, Buffer.of(0)]));
    await git.run(['update-index', '--replace', '-z', '--index-info'], { env, input });
    return await git.text(['write-tree'], { env });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
