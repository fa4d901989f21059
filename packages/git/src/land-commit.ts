import type { CommitSigner } from '@codex-worker/core';
import { type GitRemote, remoteAccess, remoteUrl } from './git-remote.ts';
import { readPushEnd } from './push-end.ts';
import type { Git, GitEnd } from './run-git.ts';
import { landSigned, type SignedOrder } from './signed-commit.ts';
import { isPassing, unreachable } from './talk.ts';

/** How one attempt to get a commit onto its branch ended. */
export type Landing =
  | { readonly kind: 'pushed'; readonly sha: string }
  /** Somebody else pushed meanwhile, or the answer got lost: look at the branch and try again. */
  | { readonly kind: 'again'; readonly unreachable?: GitEnd }
  | { readonly kind: 'refused'; readonly detail: string };

/** Makes a commit of a tree and gets it onto its branch: by git, or through GitHub's API where it is to be signed. */
export function landCommit(
  git: Git,
  { remote, signer }: { readonly remote: GitRemote; readonly signer: CommitSigner | undefined },
  order: SignedOrder,
): Promise<Landing> {
  return signer ? landSigned(git, signer, order) : pushCommit(git, remote, order);
}

/** Who commits: the identity of the workflow's own token. */
const identity = {
  GIT_AUTHOR_NAME: 'github-actions[bot]',
  GIT_AUTHOR_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
  GIT_COMMITTER_NAME: 'github-actions[bot]',
  GIT_COMMITTER_EMAIL: '41898282+github-actions[bot]@users.noreply.github.com',
};

async function pushCommit(
  git: Git,
  remote: GitRemote,
  { tree, parent, message, branch }: SignedOrder,
): Promise<Landing> {
  const sha = await git.text(['commit-tree', tree, '-p', parent, '-F', '-'], { input: message, env: identity });
  const options = ['--porcelain', '--no-verify', '--recurse-submodules=no', '--no-force'];
  const end = await git.attempt(['push', ...options, remoteUrl(remote), `${sha}:refs/heads/${branch}`], {
    env: remoteAccess(remote),
    signal: remote.signal,
  });
  const attempt = readPushEnd(end);
  switch (attempt.kind) {
    case 'pushed':
      return { kind: 'pushed', sha };
    case 'no-access':
      throw unreachable(end, remote, 'contents: write');
    case 'again':
      return isPassing(end.stderr) ? { kind: 'again', unreachable: end } : attempt;
    case 'refused':
      return attempt;
  }
}
