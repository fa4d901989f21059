import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type CommitOrder, type CommitSigner, Failure, type Publisher, type PushEnd } from '@codex-worker/core';
import { branchState } from './branch-state.ts';
import { foreignWorkflows } from './foreign-workflows.ts';
import type { GitRemote } from './git-remote.ts';
import { type Landing, landCommit } from './land-commit.ts';
import { type PatchedTree, patchedTree } from './patched-tree.ts';
import { pullRequestTemplate } from './pull-request-template.ts';
import { answeringCommits, HISTORY_DEPTH } from './request-trailers.ts';
import { type Git, openGit } from './run-git.ts';
import { fetchFrom, refuseEmptyRepository, remoteHeads, unreachable } from './talk.ts';

/** As often as a branch may move under us. */
const ATTEMPTS = 4;

/**
 * Pushes from a private bare repository inside the folder: what a model wrote is never checked out here. With a signer,
 * GitHub makes the commits instead of git.
 */
export function publisher(remote: GitRemote, signer?: CommitSigner): Publisher {
  return {
    push: (order) => inScratch(remote, (git) => pushFrom(git, { remote, signer }, order)),
    look: (branch, base) => inScratch(remote, (git) => branchState(git, remote, { branch, base })),
  };
}

interface Way {
  readonly remote: GitRemote;
  readonly signer: CommitSigner | undefined;
}

async function inScratch<T>(remote: GitRemote, work: (git: Git) => Promise<T>): Promise<T> {
  await mkdir(remote.folder, { recursive: true });
  const scratch = await mkdtemp(path.join(remote.folder, 'push-'));
  try {
    return await work(await bareRepository(scratch));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function bareRepository(folder: string): Promise<Git> {
  const git = openGit(folder);
  await git.run(['init', '--quiet', '--bare', '--template=', folder]);
  // `.gitattributes` of the branch decides how files merge; drivers that it names do not exist here.
  await mkdir(path.join(folder, 'info'), { recursive: true });
  await writeFile(path.join(folder, 'info', 'attributes'), '');
  return git;
}

async function pushFrom(git: Git, way: Way, order: CommitOrder): Promise<PushEnd> {
  const { branch, message } = order;
  const makeBranch = onlyOnce(order.makeBranch);
  let last: Landing | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 1) await sleep(250 * attempt);
    const parent = await fetchParent(git, way.remote, order);
    const prepared = (await refuseFork(git, parent, order)) ?? (await prepare(git, parent.sha, order));
    if (prepared.kind !== 'tree') return prepared;
    const isThere = parent.isBranch || (await makeBranch(parent.sha));
    const { tree, leftOut, leftOutPatch, template } = prepared;
    last = await landCommit(git, way, { branch, isThere, parent: parent.sha, tree, message });
    if (last.kind === 'pushed') return { kind: 'pushed', sha: last.sha, leftOut, leftOutPatch, template };
    if (last.kind === 'refused') return last;
  }
  if (last?.kind === 'again' && last.unreachable) throw unreachable(last.unreachable, way.remote, 'contents: write');
  return { kind: 'refused', detail: `${branch} moved during each of ${ATTEMPTS} attempts to push` };
}

function onlyOnce(makeBranch: CommitOrder['makeBranch']): (startsAt: string) => Promise<boolean> {
  let isAsked = false;
  return async (startsAt) => {
    if (isAsked || !makeBranch) return false;
    isAsked = true;
    return makeBranch(startsAt);
  };
}

interface Parent {
  readonly sha: string;
  /** Whether it is the head of the branch itself, and not of the one that it starts from. */
  readonly isBranch: boolean;
  /** Set where a new branch is to begin with what a fork has made of the base. */
  readonly beginsAtFork: { readonly base: string } | undefined;
}

async function refuseFork(git: Git, { sha, beginsAtFork }: Parent, { startsFrom }: CommitOrder) {
  const files = beginsAtFork ? await foreignWorkflows(git, beginsAtFork.base, sha) : [];
  if (files.length === 0) return undefined;
  const detail = `its workflow files differ from those of ${startsFrom}: ${files.join(', ')}`;
  return { kind: 'refused', detail } as const;
}

/** The commit that ours goes on top of: the branch as it is now, or the one that it starts from. */
async function fetchParent(git: Git, remote: GitRemote, order: CommitOrder): Promise<Parent> {
  const { branch, startsFrom, startsAt, base } = order;
  const heads = await remoteHeads(git, remote, [branch, startsFrom]);
  const origin = heads.get(startsFrom);
  const sha = heads.get(branch) ?? (origin === undefined ? undefined : (startsAt ?? origin));
  if (sha === undefined) {
    await refuseEmptyRepository(git, remote);
    throw new Failure('branch-gone', {
      what: `Neither the branch ${branch} nor ${startsFrom} exists in ${remote.repository}.`,
      fix: 'Restore the branch and ask again.',
    });
  }
  await fetchFrom(git, remote, { refs: [sha], depth: HISTORY_DEPTH });
  await fetchBase(git, remote, base);
  const isBranch = heads.has(branch);
  if (isBranch || startsAt === undefined || origin === undefined) return { sha, isBranch, beginsAtFork: undefined };
  await fetchFrom(git, remote, { refs: [origin], depth: 1 });
  return { sha, isBranch, beginsAtFork: { base: origin } };
}

/** The base makes a three-way merge possible. Without it the patch still applies where nothing else changed. */
async function fetchBase(git: Git, remote: GitRemote, base: string): Promise<void> {
  const known = await git.attempt(['cat-file', '-e', `${base}^{tree}`]);
  if (known.exitCode === 0) return;
  await fetchFrom(git, remote, { refs: [base], depth: 1 }).catch(() => {});
}

type Prepared =
  | (Extract<PatchedTree, { kind: 'tree' }> & { readonly template: string | undefined })
  | Exclude<PushEnd, { kind: 'pushed' }>;

async function prepare(git: Git, parent: string, order: CommitOrder): Promise<Prepared> {
  const there = (await answeringCommits(git, parent)).find(({ requests }) =>
    order.requests.every((id) => requests.includes(id)),
  );
  const template = await pullRequestTemplate(git, parent);
  if (there && order.requests.length > 0) return { kind: 'already-there', sha: there.sha, template };
  const index = path.join(git.gitDir, `index-${parent}`);
  const { patch, isProtected } = order;
  const patched = await patchedTree(git, { parent, patch, index, isProtected });
  if (patched.kind !== 'tree') return patched;
  const { tree, leftOut, leftOutPatch } = patched;
  const isNothing = tree === (await git.text(['rev-parse', `${parent}^{tree}`]));
  return isNothing ? { kind: 'nothing', leftOut, leftOutPatch } : { ...patched, template };
}
