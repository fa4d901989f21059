import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  isRequestId,
  REQUEST_TRAILER,
  REVERTS_TRAILER,
  type RequestId,
  type RevertEnd,
  UNFINISHED_TRAILER,
} from '@codex-worker/core';
import { copyOwn, type IndexFile, indexOf, shadowOf } from './changes.ts';
import { plainDiff } from './plain-diff.ts';
import { HISTORY_DEPTH } from './request-trailers.ts';
import type { Git } from './run-git.ts';

/**
 * The files of a work tree as a tree of git, to be exchanged for another. Git works through a git directory of our own,
 * because `.git/config` of the work tree was within the reach of the agent.
 */
interface Exchange {
  readonly git: Git;
  /** An index that holds the files as they are. */
  readonly env: IndexFile;
  readonly now: string;
}

/** Makes the files those of a commit, with a patch on it. */
export async function putBack(folder: string, base: string, patch: string | undefined): Promise<void> {
  await exchange(folder, base, async ({ git, env, now }) => {
    const scratch = { GIT_INDEX_FILE: `${env.GIT_INDEX_FILE}-wanted` };
    await git.run(['read-tree', base], { env: scratch });
    if (patch !== undefined) {
      await git.run(['apply', '--cached', '--binary', '--whitespace=nowarn', '-'], { env: scratch, input: patch });
    }
    await replace({ git, env, now }, await git.text(['write-tree'], { env: scratch }));
  });
}

/** Takes the newest commit that names one of the requests out of the files. */
export async function revert(folder: string, head: string, requests: readonly RequestId[]): Promise<RevertEnd> {
  return exchange(folder, head, async (files) => {
    const commit = (await namingCommits(files.git, head)).find((each) =>
      each.names.some((id) => requests.includes(id)),
    );
    if (!commit) return { kind: 'nothing' };
    const wanted = { GIT_INDEX_FILE: `${files.env.GIT_INDEX_FILE}-wanted` };
    await files.git.run(['read-tree', files.now], { env: wanted });
    // What it took back itself stays taken back.
    for (const sha of [commit.sha, ...commit.reverts]) {
      const detail = await takeOut(files.git, sha, wanted);
      if (detail !== undefined) return { kind: 'conflicts', detail };
    }
    await replace(files, await files.git.text(['write-tree'], { env: wanted }));
    return { kind: 'reverted', commit: commit.sha, requests: commit.names };
  });
}

async function exchange<T>(folder: string, base: string, use: (files: Exchange) => Promise<T>): Promise<T> {
  const scratch = await mkdtemp(path.join(tmpdir(), 'codex-worker-take-back-'));
  try {
    const git = await shadowOf(folder, scratch);
    // History that was not fetched whole ends where this file says.
    await copyOwn(path.join(folder, '.git', 'shallow'), path.join(scratch, 'shallow'));
    const env = await indexOf(git, folder, base, scratch);
    return await use({ git, env, now: await git.text(['write-tree'], { env }) });
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/** Writes only the files that differ. */
async function replace({ git, env, now }: Exchange, wanted: string): Promise<void> {
  await git.run(['read-tree', '-m', '-u', now, wanted], { env });
}

interface NamingCommit {
  readonly sha: string;
  readonly names: readonly RequestId[];
  readonly reverts: readonly string[];
}

async function namingCommits(git: Git, head: string): Promise<readonly NamingCommit[]> {
  const trailers = [REQUEST_TRAILER, UNFINISHED_TRAILER, REVERTS_TRAILER].map(
    (key) => `%(trailers:key=${key},valueonly,separator=%x20)`,
  );
  const log = await git.text([
    'log',
    `-${HISTORY_DEPTH}`,
    `--format=${['%H', ...trailers].join('%x09')}`,
    '--end-of-options',
    head,
    '--',
  ]);
  return log.split('\n').map((line) => {
    const [sha = '', answers = '', unfinished = '', reverts = ''] = line.split('\t');
    return {
      sha,
      names: `${answers} ${unfinished}`.split(/\s+/).filter(isRequestId),
      reverts: reverts.split(/\s+/).filter((word) => /^[0-9a-f]{40}$/.test(word)),
    };
  });
}

/** Takes a commit's change out of an index; answers what stands in the way. */
async function takeOut(git: Git, sha: string, env: IndexFile): Promise<string | undefined> {
  const change = await git.attempt(['diff', '--binary', '--full-index', ...plainDiff, sha, `${sha}^`, '--']);
  if (change.exitCode !== 0) return `the commit before ${sha.slice(0, 7)} is not at hand`;
  if (change.stdout.length === 0) return undefined;
  const applied = await git.attempt(['apply', '--cached', '--3way', '--binary', '--whitespace=nowarn', '-'], {
    env,
    input: change.stdout,
  });
  if (applied.exitCode === 0) return undefined;
  const unmerged = await git.text(['diff', '--cached', '--name-only', '--diff-filter=U'], { env });
  return [...new Set(unmerged.split('\n'))].join(', ') || sha.slice(0, 7);
}
