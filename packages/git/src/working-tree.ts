import { mkdir, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { WorkingTree } from '@codex-worker/core';
import { changesSince, type Leave } from './changes.ts';
import { openCheckout } from './checkout.ts';
import type { GitRemote } from './git-remote.ts';
import { instructionsIn, instructionsOf } from './instructions.ts';
import { answeringCommits, HISTORY_DEPTH } from './request-trailers.ts';
import { type Git, openGit } from './run-git.ts';
import { settledPatch } from './settled-patch.ts';
import { putBack, revert } from './take-back.ts';
import { fetchBranch, refuseEmptyRepository } from './talk.ts';
import { checkOutUntrusted } from './untrusted-head.ts';

/** The workspace of a turn: a folder that may be empty, or a checkout that another step made. `leave` is told of what is too large for a change. */
export function workingTree(remote: GitRemote, leave: Leave = () => undefined): WorkingTree {
  const here = () => openGit(path.join(remote.folder, '.git'), remote.folder);
  // Names such as HEAD mean something in the checkout's own git directory only.
  const commitOf = (name: string) => here().text(['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`]);
  return {
    checkOut: (branch, base = branch) => checkOut(remote, branch, base),
    instructionsOf: (branch) => instructionsOf(here(), branch),
    instructionsNow: () => instructionsIn(remote.folder),
    checkOutUntrusted: (head) => checkOutUntrusted(remote, head),
    settledPatch: (patch) => settledPatch(here(), 'HEAD', patch),
    requestsInHistory: async () => (await answeringCommits(here(), 'HEAD')).flatMap(({ requests }) => requests),
    apply: (patch) => apply(here(), patch),
    changesSince: async (base) => changesSince(remote.folder, await commitOf(base), leave),
    putBack: async (base, patch) => putBack(remote.folder, await commitOf(base), patch),
    revert: async (requests) => revert(remote.folder, await commitOf('HEAD'), requests),
  };
}

async function checkOut(remote: GitRemote, branch: string, base: string): Promise<string | undefined> {
  await mkdir(remote.folder, { recursive: true });
  const git = await openCheckout(remote);
  const depth = (await isComplete(git)) ? undefined : HISTORY_DEPTH;
  if (!(await fetchBranch(git, remote, branch, depth, base))) {
    await refuseEmptyRepository(git, remote);
    return undefined;
  }
  const sha = await git.text(['rev-parse', '--verify', `refs/remotes/origin/${branch}^{commit}`]);
  await git.run(['update-ref', `refs/heads/${branch}`, sha]);
  await git.run(['symbolic-ref', 'HEAD', `refs/heads/${branch}`]);
  await rm(path.join(git.gitDir, 'index.lock'), { force: true });
  await resetTo(git, sha);
  // Untracked files of an earlier job would become part of this turn's change. Ignored ones, such as caches, stay.
  await git.attempt(['clean', '--quiet', '-ffd']);
  return sha;
}

/** An index that cannot be read is made anew. */
async function resetTo(git: Git, sha: string): Promise<void> {
  const reset = ['reset', '--quiet', '--hard', sha];
  if ((await git.attempt(reset)).exitCode === 0) return;
  await rm(path.join(git.gitDir, 'index'), { force: true });
  await git.run(reset);
}

/** Whether the checkout has whole history already, which a fetch with a depth would cut off. */
async function isComplete(git: Git): Promise<boolean> {
  const shallow = await stat(path.join(git.gitDir, 'shallow')).catch(() => undefined);
  const head = await git.attempt(['rev-parse', '--quiet', '--verify', 'HEAD^{commit}']);
  return shallow === undefined && head.exitCode === 0;
}

/** Applies through an index of its own first: only a patch that fits as a whole reaches the files. */
async function apply(git: Git, patch: string): Promise<boolean> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'codex-worker-apply-'));
  const env = { GIT_INDEX_FILE: path.join(scratch, 'index') };
  try {
    await git.run(['read-tree', 'HEAD'], { env });
    const options = ['--cached', '--3way', '--binary', '--whitespace=nowarn'];
    const applied = await git.attempt(['apply', ...options, '-'], { env, input: patch });
    if (applied.exitCode !== 0) return false;
    const tree = await git.text(['write-tree'], { env });
    const written = await git.attempt(['read-tree', '-m', '-u', 'HEAD', tree]);
    if (written.exitCode !== 0) return false;
    await git.run(['reset', '--quiet', '--mixed']);
    return true;
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
