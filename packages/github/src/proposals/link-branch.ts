import { Failure, type LinkEnd, type Proposals } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { isGraphqlRefusal } from '../client/graphql-refusal.ts';
import type { EventNodes } from '../events/event-nodes.ts';

type Order = Parameters<Proposals['link']>[0];

const ISSUE = `query ($owner: String!, $repo: String!, $number: Int!) {
  repository(owner: $owner, name: $repo) { issue(number: $number) { id } }
}`;

const LINK = `mutation ($issueId: ID!, $oid: GitObjectID!, $name: String!) {
  createLinkedBranch(input: { issueId: $issueId, oid: $oid, name: $name }) { linkedBranch { id } }
}`;

/** Makes a branch in an issue's Development panel. It is a courtesy: what GitHub refuses is only told. */
export async function linkBranch(
  client: GitHubClient,
  { issue, branch, startsAt }: Order,
  known: EventNodes,
): Promise<LinkEnd> {
  try {
    const issueId = known.get(`issue-${issue}`) ?? (await findIssue(client, issue));
    if (issueId === undefined) return { kind: 'not-linked', why: `GitHub has no issue #${issue}` };
    const answer = await client.call((octokit) =>
      octokit.graphql<LinkAnswer>(LINK, { issueId, oid: startsAt, name: branch }),
    );
    // For a branch that exists, GitHub answers null and no error.
    if (answer.createLinkedBranch?.linkedBranch) return { kind: 'linked' };
    return { kind: 'not-linked', why: 'GitHub made no linked branch: it takes none that exists already' };
  } catch (error) {
    return { kind: 'not-linked', why: reasonOf(error) };
  }
}

interface LinkAnswer {
  readonly createLinkedBranch: { readonly linkedBranch: { readonly id: string } | null } | null;
}

interface IssueAnswer {
  readonly repository: { readonly issue: { readonly id: string } | null } | null;
}

async function findIssue(client: GitHubClient, number: number): Promise<string | undefined> {
  const answer = await client.call((octokit) => octokit.graphql<IssueAnswer>(ISSUE, { ...client.repository, number }));
  return answer.repository?.issue?.id;
}

/** GraphQL tells most refusals in an answer that has gone well. */
function reasonOf(error: unknown): string {
  if (error instanceof Failure) return error.what;
  if (isGraphqlRefusal(error)) return error.message;
  throw error;
}
