import { type Outbox, postSuggestions, type Thread } from '@codex-worker/core';
import { conversation, type GitHubClient, info, lineReviews, pullRequestHead, warning } from '@codex-worker/github';
import type { ReplyInputs } from './inputs.ts';

/** The head of a pull request from a fork: somebody may have pushed there while Codex read it. */
export async function headNow(client: GitHubClient, { fork }: Outbox, { number }: Thread): Promise<string | undefined> {
  return fork && (await pullRequestHead(client, number))?.headSha;
}

/** Shows a proposed patch on the lines that it changes. */
export async function suggestOnLines(
  client: GitHubClient,
  outbox: Outbox,
  { thread, ownLogin }: ReplyInputs,
  head: string | undefined,
): Promise<void> {
  const ports = { conversation: conversation(client), reviews: lineReviews(client) };
  const count = await postSuggestions(ports, { thread, outbox, headNow: head, ownLogin, warn: warning });
  if (count > 0) info(`${count} suggestions on lines of the pull request.`);
}
