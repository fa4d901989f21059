import { readMarkers } from '@codex-worker/core';
import type { Acting } from '../scenarios/scene.ts';

/** What became of the requests of a thread and of the pull request that it moved to. */
export interface Balance {
  /** Requests without a final reply. */
  readonly lost: readonly string[];
  /** Requests with more than one, and commits or pull requests that were made twice. */
  readonly double: readonly string[];
}

export interface Books {
  readonly issue: number;
  readonly pull: number | undefined;
  /** What allowed people asked there. */
  readonly requests: readonly string[];
}

/** Compares what was asked with what stands in the threads, in the branch and in the list of pull requests. */
export async function balance(acting: Acting, { issue, pull, requests }: Books): Promise<Balance> {
  const bodies = [...(await bodiesIn(acting, issue)), ...(pull === undefined ? [] : await bodiesIn(acting, pull))];
  const finals = bodies.flatMap(readMarkers).filter(({ outcome }) => isEnd(outcome));
  const count = (request: string) => finals.filter(({ requestId }) => requestId === request).length;
  return {
    lost: requests.filter((request) => count(request) === 0),
    double: [
      ...requests.filter((request) => count(request) > 1),
      ...((await pullsOf(acting, issue)) > 1 ? [`pull request of issue-${issue}`] : []),
    ],
  };
}

const isEnd = (outcome: string): boolean => ['answered', 'refused', 'cancelled'].includes(outcome);

async function bodiesIn({ as, place }: Acting, number: number): Promise<readonly string[]> {
  const octokit = as('owner');
  const order = { ...place, issue_number: number, per_page: 100 };
  const comments = await octokit.paginate(octokit.rest.issues.listComments, order);
  return comments.flatMap(({ user, body }) => (user?.login === 'github-actions[bot]' ? [body ?? ''] : []));
}

async function pullsOf({ as, place }: Acting, issue: number): Promise<number> {
  const octokit = as('owner');
  const pulls = await octokit.paginate(octokit.rest.pulls.list, { ...place, state: 'all', per_page: 100 });
  return pulls.filter(({ head }) => head.ref.startsWith(`codex/issue-${issue}/`)).length;
}
