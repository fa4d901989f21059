import type { PullRequestHead } from '@codex-worker/core';
import { absentWhen } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { headOf } from '../events/asked.ts';

/** Where a pull request's commits come from; undefined when there is no such pull request. */
export async function pullRequestHead(client: GitHubClient, number: number): Promise<PullRequestHead | undefined> {
  const call = client.call((octokit) => octokit.rest.pulls.get({ ...client.repository, pull_number: number }));
  const pull = (await absentWhen([404], call))?.data;
  return pull && headOf(pull);
}
