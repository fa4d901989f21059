import type { ThreadKey } from '@codex-worker/core';
import * as v from 'valibot';
import { answeredWith } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { GROUPS } from '../routing/thread-runs.ts';

const groups = v.array(v.object({ group_name: v.string() }));

/** Threads whose concurrency group somebody holds or waits for. GitHub Enterprise Server does not tell. */
export async function activeThreads(client: GitHubClient): Promise<ReadonlySet<ThreadKey>> {
  try {
    // Groups of all workflows of the repository: a busy one has more than a page of them.
    const listed = await client.call((octokit) => octokit.paginate(GROUPS, { ...client.repository, per_page: 100 }));
    return new Set(v.parse(groups, listed).flatMap(({ group_name }) => threadOf(group_name)));
  } catch (error) {
    if (answeredWith(error, 403, 404)) return new Set();
    throw error;
  }
}

/** GitHub tells names of groups apart without their case. */
function threadOf(group: string): readonly ThreadKey[] {
  const [, kind, number] = /^codex-worker-(issue|pr)-(\d+)$/i.exec(group) ?? [];
  return kind === undefined ? [] : [`${kind.toLowerCase() === 'pr' ? 'pr' : 'issue'}-${Number(number)}`];
}
