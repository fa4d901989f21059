import type { ProgressPorts, Thread } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { redacted } from '../runner/mask.ts';

/** Writes the comment that tells how far a turn is. What goes wrong is left as it is: the comment is only a courtesy. */
export function writeProgress(
  client: GitHubClient,
  { number }: Thread,
): Pick<ProgressPorts, 'post' | 'edit' | 'remove'> {
  const { repository } = client;
  return {
    async post(text) {
      const { data } = await client.call((octokit) =>
        octokit.rest.issues.createComment({ ...repository, issue_number: number, body: redacted(text) }),
      );
      return { id: data.id, login: data.user?.login ?? '' };
    },
    async edit(id, text) {
      await client.call((octokit) =>
        octokit.rest.issues.updateComment({ ...repository, comment_id: id, body: redacted(text) }),
      );
    },
    async remove(id) {
      await client.call((octokit) => octokit.rest.issues.deleteComment({ ...repository, comment_id: id }));
    },
  };
}
