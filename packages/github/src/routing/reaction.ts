import { baseOf, type RequestId, type Thread } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';

/** Leaves 👀 on a request. GitHub keeps one for each login, however often it is left, and takes none on a review. */
export async function leaveEyes(client: GitHubClient, requestId: RequestId, thread: Thread): Promise<void> {
  const [, kind, number] = /^(.+)-(\d+)$/.exec(baseOf(requestId)) ?? [];
  const on = { ...client.repository, comment_id: Number(number), content: 'eyes' } as const;
  switch (kind) {
    case 'comment':
      await client.call((octokit) => octokit.rest.reactions.createForIssueComment(on));
      return;
    case 'review-comment':
      await client.call((octokit) => octokit.rest.reactions.createForPullRequestReviewComment(on));
      return;
    case 'review':
      return;
    default: {
      const issue = { ...client.repository, issue_number: thread.number, content: 'eyes' } as const;
      await client.call((octokit) => octokit.rest.reactions.createForIssue(issue));
    }
  }
}
