import { baseOf, idNumber, kindOf, type RequestId, type Thread } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';

const ON_REVIEW = 'mutation ($id: ID!) { addReaction(input: { subjectId: $id, content: EYES }) { clientMutationId } }';

/** Leaves 👀 on a request. GitHub keeps one for each login, however often it is left. Nodes are those of the run's event. */
export async function leaveEyes(
  client: GitHubClient,
  nodes: ReadonlyMap<RequestId, string>,
  requestId: RequestId,
  thread: Thread,
): Promise<void> {
  const on = { ...client.repository, comment_id: idNumber(requestId), content: 'eyes' } as const;
  switch (kindOf(requestId)) {
    case 'comment':
      await client.call((octokit) => octokit.rest.reactions.createForIssueComment(on));
      return;
    case 'review-comment':
      await client.call((octokit) => octokit.rest.reactions.createForPullRequestReviewComment(on));
      return;
    case 'review': {
      // REST knows no reactions on reviews, and GraphQL no numbers of reviews.
      const id = nodes.get(baseOf(requestId));
      if (id !== undefined) await client.call((octokit) => octokit.graphql(ON_REVIEW, { id }));
      return;
    }
    case 'issue':
    case 'dispatch': {
      const issue = { ...client.repository, issue_number: thread.number, content: 'eyes' } as const;
      await client.call((octokit) => octokit.rest.reactions.createForIssue(issue));
    }
  }
}
