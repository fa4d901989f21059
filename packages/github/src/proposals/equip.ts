import type { Extras, Refused } from '@codex-worker/core';
import { badAnswer } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { again } from '../client/once.ts';

/** Puts labels on a pull request and asks for reviews. What GitHub refuses is answered with its reason. */
export async function equip(
  client: GitHubClient,
  pullRequest: number,
  { labels, reviewers }: Extras,
): Promise<readonly Refused[]> {
  return [
    ...(await attempt(labels, 'labels', (names) => addLabels(client, pullRequest, names))),
    ...(await attempt(reviewers, 'reviewers', (names) => requestReviews(client, pullRequest, names))),
  ];
}

/** GitHub refuses all for the sake of one: then each is tried by itself. */
async function attempt(
  names: readonly string[],
  kind: Refused['kind'],
  give: (names: readonly string[]) => Promise<unknown>,
): Promise<readonly Refused[]> {
  if (names.length === 0) return [];
  const why = await refusal(() => give(names));
  if (why === undefined) return [];
  if (names.length === 1) return [{ kind, names, why }];
  const each: Refused[] = [];
  for (const name of names) each.push(...(await attempt([name], kind, give)));
  return each;
}

async function refusal(give: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await give();
    return undefined;
  } catch (error) {
    const answer = badAnswer(error);
    if (!answer) throw error;
    return answer.message;
  }
}

function addLabels(client: GitHubClient, pullRequest: number, labels: readonly string[]): Promise<unknown> {
  const order = { ...client.repository, issue_number: pullRequest, labels: [...labels] };
  // To set a label twice changes nothing.
  return again(() => client.call((octokit) => octokit.rest.issues.addLabels(order)), client.retryDelay);
}

function requestReviews(client: GitHubClient, pullRequest: number, names: readonly string[]): Promise<unknown> {
  const plain = names.map((name) => name.replace(/^@/, ''));
  const order = {
    ...client.repository,
    pull_number: pullRequest,
    reviewers: plain.filter((name) => !name.includes('/')),
    // A team is known by its slug within the organisation that owns the repository.
    team_reviewers: plain.flatMap((name) => name.split('/').slice(1)),
  };
  return again(() => client.call((octokit) => octokit.rest.pulls.requestReviewers(order)), client.retryDelay);
}
