import { isRequestId, REQUEST_TRAILER, type RequestId } from '@codex-worker/core';
import type { Git } from './run-git.ts';

/** How much history is fetched and read: more turns than one thread has between two looks. */
export const HISTORY_DEPTH = 100;

export interface AnsweringCommit {
  readonly sha: string;
  readonly requests: readonly RequestId[];
}

/** Commits that say which requests they answer, newest first. */
export async function answeringCommits(git: Git, commit: string): Promise<readonly AnsweringCommit[]> {
  const trailers = `%(trailers:key=${REQUEST_TRAILER},valueonly,separator=%x20)`;
  const log = await git.text(['log', `-${HISTORY_DEPTH}`, `--format=%H ${trailers}`, '--end-of-options', commit, '--']);
  return log.split('\n').flatMap((line) => {
    const [sha = '', ...words] = line.split(/\s+/);
    const requests = words.filter(isRequestId);
    return requests.length > 0 ? [{ sha, requests }] : [];
  });
}
