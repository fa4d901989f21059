import { setTimeout as sleep } from 'node:timers/promises';
import { Failure } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';

/** Of twenty writers at once, each round lets one through at least; the pauses below let most of them through at once. */
const ATTEMPTS = 25;
const LONGEST_FACTOR = 8;

/** Tries a compare-and-swap again while it answers undefined: somebody else was faster. */
export async function patiently<T>(client: GitHubClient, attempt: () => Promise<T | undefined>): Promise<T> {
  for (let made = 1; made <= ATTEMPTS; made += 1) {
    const end = await attempt();
    if (end !== undefined) return end;
    // Each writer waits a time of its own, or they would all meet again.
    await sleep(client.retryDelay * Math.min(2 ** (made - 1), LONGEST_FACTOR) * (0.1 + Math.random()));
  }
  throw new Failure('queue-busy', {
    what: `Others wrote to the queue's branch at each of ${ATTEMPTS} attempts.`,
    fix: 'Re-run the failed jobs.',
  });
}
