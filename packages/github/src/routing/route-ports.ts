import { type RoutePorts, type RouteQuestions, readMarkers, sameLogin, type Thread } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { conversation } from '../conversation/conversation.ts';
import { permissionLookup } from '../conversation/permission-lookup.ts';
import { readEventNodes } from '../events/event-nodes.ts';
import { requestQueue } from '../queue-branch/request-queue.ts';
import type { RunFacts } from '../runner/run-facts.ts';
import { openIssueFor } from './opened-issue.ts';
import { pullRequestHead } from './pull-request-head.ts';
import { leaveEyes } from './reaction.ts';
import { reviewTexts } from './review-texts.ts';
import { threadRuns } from './thread-runs.ts';
import { turnRecords } from './turn-records.ts';

export interface RouteOptions {
  readonly client: GitHubClient;
  readonly run: RunFacts;
  /** The login that comments made with the token carry. */
  readonly ownLogin: string;
  readonly warn: (text: string) => void;
}

/** What the router asks GitHub and tells it. */
export function routePorts(options: RouteOptions): RoutePorts {
  const { client, run, warn } = options;
  return {
    ...routeQuestions(options),
    warn,
    conversation: conversation(client),
    runs: threadRuns(client, run.runId),
    turns: turnRecords(options),
    queue: requestQueue(client),
    openIssueFor: (requestId, prompt, author) => openIssueFor(options, { requestId, prompt, author }),
    acknowledge: async (requestId, thread) => leaveEyes(client, await readEventNodes(run.eventPath), requestId, thread),
  };
}

/** What must be asked to know what an event asks for. */
export function routeQuestions({ client, ownLogin }: Pick<RouteOptions, 'client' | 'ownLogin'>): RouteQuestions {
  return {
    ...permissionLookup(client),
    pullRequestHead: (number) => pullRequestHead(client, number),
    isThread: (thread) => isThread(client, ownLogin, thread),
    review: (thread, id) => reviewTexts(client, thread, id),
  };
}

/** The reaction of the first request is the cheap sign; where it could not be left, our own comments are. */
async function isThread(client: GitHubClient, ownLogin: string, thread: Thread): Promise<boolean> {
  const talk = conversation(client);
  if ((await talk.acknowledgedAt(thread, ownLogin)) !== undefined) return true;
  const comments = await talk.newestComments(thread);
  return comments.some(({ author, body }) => sameLogin(author.login, ownLogin) && readMarkers(body).length > 0);
}
