import type { LineReviews } from '@codex-worker/core';
import { answeredWith, badAnswer, sentence } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { redacted } from '../runner/mask.ts';

/** Reviews of pull requests that are comments on lines and no verdict. */
export function lineReviews(client: GitHubClient): LineReviews {
  return {
    async changedFiles(pullRequest) {
      const order = { ...client.repository, pull_number: pullRequest, per_page: 100 };
      const { data } = await client.call((octokit) => octokit.rest.pulls.listFiles(order));
      return data.map(({ filename, patch }) => ({ path: filename, patch }));
    },
    async comment(pullRequest, commit, comments) {
      const onLines = comments.map(({ path, startLine, line, body }) => ({
        path,
        line,
        side: 'RIGHT',
        body: redacted(body),
        ...(startLine === line ? {} : { start_line: startLine, start_side: 'RIGHT' }),
      }));
      const order = { ...client.repository, pull_number: pullRequest, commit_id: commit, event: 'COMMENT' as const };
      try {
        await client.call((octokit) => octokit.rest.pulls.createReview({ ...order, comments: onLines }));
        return undefined;
      } catch (error) {
        // Somebody may have pushed since the lines were looked at.
        if (answeredWith(error, 422)) return sentence(badAnswer(error)?.message ?? '');
        throw error;
      }
    },
  };
}
