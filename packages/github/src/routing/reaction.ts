import { idNumber, kindOf, type RequestId, type Thread } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';

/** Leaves 👀 on a request. GitHub keeps one for each login, however often it is left, and takes none on a review. */
export async function leaveEyes(client: GitHubClient, requestId: RequestId, thread: Thread): Promise<void> {
  const on = { ...client.repository, comment_id: idNumber(requestId), content: 'eyes' } as const;
  switch (kindOf(requestId)) {
    case 'comment':
      await client.call((octokit) => octokit.rest.reactions.createForIssueComment(on));
      return;
    case 'review-comment':
      await client.call((octokit) => octokit.rest.reactions.createForPullRequestReviewComment(on));
      return;
    case 'review':
      return;
    case 'issue':
    case 'dispatch': {
      const issue = { ...client.repository, issue_number: thread.number, content: 'eyes' } as const;
      await client.call((octokit) => octokit.rest.reactions.createForIssue(issue));
    }
  }
}
