import { type BranchState, REQUEST_TRAILER, UNFINISHED_TRAILER } from '@codex-worker/core';
import type { GitRemote } from './git-remote.ts';
import { pullRequestTemplate } from './pull-request-template.ts';
import { HISTORY_DEPTH } from './request-trailers.ts';
import type { Git } from './run-git.ts';
import { fetchFrom, remoteHeads } from './talk.ts';

/** Fetches a branch and its base, and answers what is on it; undefined when the remote does not have it. */
export async function branchState(
  git: Git,
  remote: GitRemote,
  { branch, base }: { readonly branch: string; readonly base: string },
): Promise<BranchState | undefined> {
  const heads = await remoteHeads(git, remote, [branch, base]);
  const sha = heads.get(branch);
  if (sha === undefined) return undefined;
  const baseSha = heads.get(base);
  await fetchFrom(git, remote, { refs: baseSha === undefined ? [sha] : [sha, baseSha], depth: HISTORY_DEPTH });
  const template = await pullRequestTemplate(git, baseSha ?? sha);
  return { sha, subjects: await ownSubjects(git, sha, baseSha), template };
}

/** Commits with our trailers: where the history that was fetched does not reach back to the base, those of others look new, too. */
async function ownSubjects(git: Git, sha: string, base: string | undefined): Promise<readonly string[]> {
  const trailers = [REQUEST_TRAILER, UNFINISHED_TRAILER].map(
    (name) => `%(trailers:key=${name},valueonly,separator=%x20)`,
  );
  const format = `--format=%s%x00${trailers.join('')}`;
  const excluded = base === undefined ? [] : [`^${base}`];
  const log = await git.text([
    'log',
    `-${HISTORY_DEPTH}`,
    '--reverse',
    format,
    '--end-of-options',
    sha,
    ...excluded,
    '--',
  ]);
  return log.split('\n').flatMap((line) => {
    const [subject = '', ours = ''] = line.split('\0');
    return ours.trim() === '' ? [] : [subject];
  });
}
