import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CommitOrder, Failure, type Publisher, type PushEnd } from '@codex-worker/core';
import { type GitRemote, remoteAccess, remoteUrl } from './git-remote.ts';
import { patchedTree } from './patched-tree.ts';
import { readPushEnd } from './push-end.ts';
import { answeringCommits, HISTORY_DEPTH } from './request-trailers.ts';
import { type Git, type GitEnd, openGit } from './run-git.ts';
import { fetchFrom, isPassing, refuseEmptyRepository, remoteHeads, unreachable } from './talk.ts';

/** As often as a branch may move under us. */
const ATTEMPTS = 4;

/** Who commits: the identity of the workflow's own token. */
const identity = {
  GIT_AUTHOR_NAME: 'github-actions[bot]',
  GIT_AUTHOR_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'github-actions[bot]',
  GIT_COMMITTER_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
};

/** Pushes from a private bare repository inside the folder: what a model wrote is never checked out here. */
export function publisher(remote: GitRemote): Publisher {
  return {
    async push(order) {
      await mkdir(remote.folder, { recursive: true });
      const scratch = await mkdtemp(path.join(remote.folder, 'push-'));
      try {
        return await pushFrom(await bareRepository(scratch), remote, order);
      } finally {
        await rm(scratch, { recursive: true, force: true });
      }
    },
  };
}

async function bareRepository(folder: string): Promise<Git> {
  const git = openGit(folder);
  await git.run(['init', '--quiet', '--bare', '--template=', folder]);
  // `.gitattributes` of the branch decides how files merge; drivers that it names do not exist here.
  await mkdir(path.join(folder, 'info'), { recursive: true });
  await writeFile(path.join(folder, 'info', 'attributes'), '');
  return git;
}

async function pushFrom(git: Git, remote: GitRemote, order: CommitOrder): Promise<PushEnd> {
  let last: GitEnd | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) await sleep(250 * attempt);
    const parent = await fetchParent(git, remote, order);
    const prepared = await prepare(git, parent, order);
    if (prepared.kind !== 'commit') return prepared;
    last = await pushCommit(git, remote, prepared.sha, order.branch);
    const end = readPushEnd(last);
    switch (end.kind) {
      case 'pushed':
        return { kind: 'pushed', sha: prepared.sha, leftOut: prepared.leftOut };
      case 'refused':
        return end;
      case 'no-access':
        throw unreachable(last, remote, 'contents: write');
      case 'again':
    }
  }
  if (last && isPassing(last.stderr)) throw unreachable(last, remote, 'contents: write');
  return { kind: 'refused', detail: `${order.branch} moved during each of ${ATTEMPTS} attempts to push` };
}

/** The commit that ours goes on top of: the branch as it is now, or the one that it starts from. */
async function fetchParent(git: Git, remote: GitRemote, { branch, startsFrom, base }: CommitOrder): Promise<string> {
  const heads = await remoteHeads(git, remote, [branch, startsFrom]);
  const parent = heads.get(branch) ?? heads.get(startsFrom);
  if (parent === undefined) {
    await refuseEmptyRepository(git, remote);
    throw new Failure('branch-gone', {
      what: `Neither the branch ${branch} nor ${startsFrom} exists in ${remote.repository}.`,
      fix: 'Restore the branch and ask again.',
    });
  }
  await fetchFrom(git, remote, { refs: [parent], depth: HISTORY_DEPTH });
  await fetchBase(git, remote, base);
  return parent;
}

/** The base makes a three-way merge possible. Without it the patch still applies where nothing else changed. */
async function fetchBase(git: Git, remote: GitRemote, base: string): Promise<void> {
  const known = await git.attempt(['cat-file', '-e', `${base}^{tree}`]);
  if (known.exitCode === 0) return;
  await fetchFrom(git, remote, { refs: [base], depth: 1 }).catch(() => {});
}

type Prepared =
  | { readonly kind: 'commit'; readonly sha: string; readonly leftOut: readonly string[] }
  | Extract<PushEnd, { kind: 'already-there' | 'nothing' | 'conflicts' }>;

async function prepare(git: Git, parent: string, order: CommitOrder): Promise<Prepared> {
  const there = (await answeringCommits(git, parent)).find(({ requests }) =>
    order.requests.every((id) => requests.includes(id)),
  );
  if (there && order.requests.length > 0) return { kind: 'already-there', sha: there.sha };
  const index = path.join(git.gitDir, `index-${parent}`);
  const patched = await patchedTree(git, parent, order.patch, index);
  if (patched.kind === 'conflicts') return patched;
  const { tree, leftOut } = patched;
  if (tree === (await git.text(['rev-parse', `${parent}^{tree}`]))) return { kind: 'nothing', leftOut };
  const sha = await git.text(['commit-tree', tree, '-p', parent, '-F', '-'], { input: order.message, env: identity });
  return { kind: 'commit', sha, leftOut };
}

function pushCommit(git: Git, remote: GitRemote, sha: string, branch: string): Promise<GitEnd> {
  const options = ['--porcelain', '--no-verify', '--recurse-submodules=no', '--no-force'];
  return git.attempt(['push', ...options, remoteUrl(remote), `${sha}:refs/heads/${branch}`], {
    env: remoteAccess(remote),
    signal: remote.signal,
  });
}
