import { type RequestId, type RoutePorts, readMarkers, renderMarker, type Thread } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { conversation } from '../conversation/conversation.ts';
import { permissionLookup } from '../conversation/permission-lookup.ts';
import type { RunFacts } from '../runner/run-facts.ts';
import { openIssueFor } from './opened-issue.ts';
import { pullRequestHead } from './pull-request-head.ts';

export interface RouteOptions {
  readonly client: GitHubClient;
  readonly run: RunFacts;
  /** The login that comments made with the token carry. */
  readonly ownLogin: string;
  readonly warn: (text: string) => void;
}

/** What the router asks GitHub and tells it. Telling never fails a run: it warns. */
export function routePorts(options: RouteOptions): RoutePorts {
  const { client, warn } = options;
  return {
    ...permissionLookup(client),
    pullRequestHead: (number) => pullRequestHead(client, number),
    openIssueFor: (requestId, prompt, author) => openIssueFor(options, { requestId, prompt, author }),
    isThread: (thread) => isThread(options, thread),
    acknowledge: (requestId, thread) => unlessRefused(warn, 'leave 👀', () => react(client, requestId, thread)),
    refuse: (thread, requestId, reason) =>
      unlessRefused(warn, 'say why nothing runs', () => refuse(options, thread, requestId, reason)),
  };
}

async function unlessRefused(warn: RouteOptions['warn'], what: string, tell: () => Promise<unknown>): Promise<void> {
  try {
    await tell();
  } catch (error) {
    warn(`Could not ${what}. ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** GitHub keeps one 👀 for each login, however often it is left. */
async function react(client: GitHubClient, requestId: RequestId, thread: Thread): Promise<void> {
  const [kind, id] = requestId.split('-');
  if (kind === 'comment') {
    const comment = { ...client.repository, comment_id: Number(id), content: 'eyes' } as const;
    await client.call((octokit) => octokit.rest.reactions.createForIssueComment(comment));
    return;
  }
  const issue = { ...client.repository, issue_number: thread.number, content: 'eyes' } as const;
  await client.call((octokit) => octokit.rest.reactions.createForIssue(issue));
}

/** The reaction of the first request is the cheap sign; where it could not be left, our own comments are. */
async function isThread({ client, ownLogin }: RouteOptions, thread: Thread): Promise<boolean> {
  const talk = conversation(client);
  if ((await talk.acknowledgedAt(thread, ownLogin)) !== undefined) return true;
  const comments = await talk.newestComments(thread);
  return comments.some(({ author, body }) => author.login === ownLogin && readMarkers(body).length > 0);
}

async function refuse(
  { client, run, ownLogin }: RouteOptions,
  thread: Thread,
  requestId: RequestId,
  reason: string,
): Promise<void> {
  const talk = conversation(client);
  if (run.attempt > 1 && isRefused(await talk.newestComments(thread), requestId, ownLogin)) return;
  const marker = renderMarker({ requestId, outcome: 'refused', run: `${run.runId}.${run.attempt}` });
  await talk.post(thread, `Nothing was run: ${reason}.\n\n${marker}`);
}

type Comments = readonly { readonly author: { readonly login: string }; readonly body: string }[];

function isRefused(comments: Comments, requestId: RequestId, ownLogin: string): boolean {
  return comments
    .filter(({ author }) => author.login === ownLogin)
    .flatMap(({ body }) => readMarkers(body))
    .some((marker) => marker.requestId === requestId && marker.outcome === 'refused');
}
