import { baseOf, Failure, type Person, type RequestId } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { isGraphqlRefusal } from '../client/graphql-refusal.ts';
import type { SeenNodes } from './seen-nodes.ts';

/** GitHub's limit of nodes in one query. */
const AT_ONCE = 100;

const QUERY = `query ($ids: [ID!]!) {
  nodes(ids: $ids) {
    ... on Comment {
      editor { __typename login ... on User { databaseId } ... on Bot { databaseId } ... on Mannequin { databaseId } }
    }
  }
}`;

interface Editor {
  readonly __typename: string;
  readonly login: string;
  readonly databaseId?: number | null;
}

interface Answer {
  readonly nodes: readonly ({ readonly editor?: Editor | null } | null)[];
}

/** Who edited each of the requests last, as GraphQL alone tells. Titles do not count: nobody tells who renamed an issue. */
export async function lastEditors(
  client: GitHubClient,
  seen: SeenNodes,
  ids: readonly RequestId[],
): Promise<ReadonlyMap<RequestId, Person>> {
  const known = ids.flatMap((id) => {
    const node = seen.of(baseOf(id));
    return node === undefined ? [] : [{ id, node }];
  });
  const editors = new Map<RequestId, Person>();
  for (let start = 0; start < known.length; start += AT_ONCE) {
    const some = known.slice(start, start + AT_ONCE);
    const { nodes } = await ask(
      client,
      some.map(({ node }) => node),
    );
    // Answered in the order of the question. Its ids may be of another form than those that REST tells.
    for (const [at, { id }] of some.entries()) {
      const editor = nodes[at]?.editor;
      if (editor) editors.set(id, toPerson(editor));
    }
  }
  return editors;
}

async function ask(client: GitHubClient, ids: readonly string[]): Promise<Answer> {
  try {
    return await client.call((octokit) => octokit.graphql<Answer>(QUERY, { ids }));
  } catch (error) {
    if (!isGraphqlRefusal<Answer>(error)) throw error;
    const { data, errors = [] } = error;
    // What was deleted meanwhile has no editor. Any other error would hide who edited.
    if (data?.nodes && errors.every(({ type }) => type === 'NOT_FOUND')) return data;
    throw new Failure('github-unavailable', {
      what: `GitHub did not tell who edited a request: ${errors.map(({ message }) => message).join('; ')}.`,
      fix: 'Give the token of the job "issues: read" and "pull-requests: read", then re-run the failed jobs.',
      cause: error,
    });
  }
}

/** GraphQL leaves out the "[bot]" that REST ends a bot's login with. */
function toPerson({ __typename: type, login, databaseId }: Editor): Person {
  const id = databaseId ?? 0;
  switch (type) {
    case 'User':
    case 'Mannequin':
    case 'Organization':
      return { login, id, type };
    default:
      return { login: `${login}[bot]`, id, type: 'Bot' };
  }
}
