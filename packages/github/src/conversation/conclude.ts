import { baseOf, type Conclusion, type Ending, kindOf, type RequestId, type Thread } from '@codex-worker/core';
import { sentence } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';
import { isGraphqlRefusal } from '../client/graphql-refusal.ts';
import { readRequest } from './read-request.ts';
import type { SeenNodes } from './seen-nodes.ts';

/** Changes in one request. GitHub makes one after the other, and has some seconds for all. */
const AT_ONCE = 40;

/** One change of something that GraphQL knows by an id: `removeReaction(input: { subjectId: $id, content: EYES })`. */
interface Change {
  readonly field: string;
  readonly id: string;
}

/** Shows how requests ended, and takes comments away. One request does all of it, where REST would take one for each. */
export async function conclude(
  client: GitHubClient,
  seen: SeenNodes,
  thread: Thread,
  { ended, gone }: Conclusion,
): Promise<readonly string[]> {
  const changes: Change[] = [];
  for (const ending of ended) changes.push(...signsOf(ending, await nodeOf(client, seen, thread, ending.request)));
  for (const comment of gone) {
    const id = seen.of(`comment-${comment}`);
    if (id !== undefined) changes.push({ field: 'deleteIssueComment(input: { id: $id })', id });
  }
  const refused: string[] = [];
  for (let start = 0; start < changes.length; start += AT_ONCE) {
    refused.push(...(await make(client, changes.slice(start, start + AT_ONCE))));
  }
  return [...new Set(refused)];
}

/** What lists did not show is asked for: an issue that only a run by hand is about, a review. */
async function nodeOf(
  client: GitHubClient,
  seen: SeenNodes,
  thread: Thread,
  request: RequestId,
): Promise<string | undefined> {
  const id = kindOf(request) === 'dispatch' ? (`issue-${thread.number}` as const) : baseOf(request);
  const known = seen.of(id);
  if (known !== undefined) return known;
  await readRequest({ client, seen, thread }, id);
  return seen.of(id);
}

function signsOf({ went, wentBadly }: Ending, id: string | undefined): readonly Change[] {
  if (id === undefined) return [];
  const react = (what: 'add' | 'remove', content: string): Change => ({
    field: `${what}Reaction(input: { subjectId: $id, content: ${content} })`,
    id,
  });
  if (went === 'badly') return [react('add', 'CONFUSED'), react('remove', 'EYES')];
  return [react('add', 'ROCKET'), react('remove', 'EYES'), ...(wentBadly ? [react('remove', 'CONFUSED')] : [])];
}

async function make(client: GitHubClient, changes: readonly Change[]): Promise<readonly string[]> {
  const fields = changes.map(({ field }, at) => `c${at}: ${field.replace('$id', `$id${at}`)} { clientMutationId }`);
  const query = `mutation (${changes.map((_, at) => `$id${at}: ID!`).join(', ')}) {\n  ${fields.join('\n  ')}\n}`;
  const variables = Object.fromEntries(changes.map(({ id }, at) => [`id${at}`, id]));
  try {
    await client.call((octokit) => octokit.graphql(query, variables));
    return [];
  } catch (error) {
    if (!isGraphqlRefusal(error)) throw error;
    // A sign that is not there cannot be taken away, nor what somebody has deleted.
    const errors = (error.errors ?? []).filter(({ type }) => type !== 'NOT_FOUND');
    return errors.map(({ message }) => sentence(message));
  }
}
