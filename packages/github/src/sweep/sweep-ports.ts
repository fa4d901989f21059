import {
  idNumber,
  kindOf,
  parseQueuePath,
  type RequestId,
  type SweepPorts,
  sameLogin,
  type Thread,
} from '@codex-worker/core';
import { answeredWith } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { permissionLookup } from '../conversation/permission-lookup.ts';
import { requestQueue } from '../queue-branch/request-queue.ts';
import { activeThreads } from './active-threads.ts';
import { recent } from './recent.ts';

/** What a sweep asks GitHub: two calls where nothing was dropped, three where a pull request is open. */
export function sweepPorts(client: GitHubClient): SweepPorts {
  return {
    ...permissionLookup(client),
    recent: (since) => recent(client, since),
    activeThreads: () => activeThreads(client),
    queued: () => queued(client),
    isAcknowledged: (thread, id, by) => isAcknowledged(client, thread, id, by),
  };
}

async function queued(client: GitHubClient): Promise<ReadonlySet<RequestId>> {
  const files = await requestQueue(client).waiting();
  return new Set(files.flatMap(({ path }) => parseQueuePath(path)?.requestId ?? []));
}

async function isAcknowledged(client: GitHubClient, thread: Thread, id: RequestId, by: string): Promise<boolean> {
  try {
    const reactions = await eyesOn(client, thread, id);
    return reactions.some(({ user }) => sameLogin(user?.login ?? '', by));
  } catch (error) {
    // It was deleted a moment ago.
    if (answeredWith(error, 404, 410)) return false;
    throw error;
  }
}

type Reactions = readonly { readonly user: { readonly login: string } | null }[];

async function eyesOn(client: GitHubClient, { number }: Thread, id: RequestId): Promise<Reactions> {
  const kind = kindOf(id);
  const eyes = { ...client.repository, content: 'eyes', per_page: 100 } as const;
  const comment = { ...eyes, comment_id: idNumber(id) };
  return client.call<Reactions>(({ paginate, rest }) => {
    if (kind === 'comment') return paginate(rest.reactions.listForIssueComment, comment);
    if (kind === 'review-comment') return paginate(rest.reactions.listForPullRequestReviewComment, comment);
    return paginate(rest.reactions.listForIssue, { ...eyes, issue_number: number });
  });
}
