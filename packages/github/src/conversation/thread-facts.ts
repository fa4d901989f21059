import type { Thread, ThreadFacts } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { headOf } from '../events/asked.ts';
import { personOf } from './person.ts';
import type { SeenNodes } from './seen-nodes.ts';
import { asShown, shownAttachments } from './shown-attachments.ts';
import { moved } from './transferred.ts';

/** What GitHub says of an issue and of a pull request alike. */
interface Told {
  readonly title: string;
  readonly body?: string | null | undefined;
  readonly body_html?: string;
  readonly state: string;
  readonly locked: boolean;
  readonly user: Parameters<typeof personOf>[0];
  readonly created_at: string;
  readonly html_url: string;
}

/** The thread as it is now, by one call: a pull request's tells its branches as well. */
export function threadFacts(client: GitHubClient, seen: SeenNodes, thread: Thread): Promise<ThreadFacts> {
  return thread.kind === 'pr' ? ofPullRequest(client, seen, thread) : ofIssue(client, seen, thread);
}

async function ofIssue(client: GitHubClient, seen: SeenNodes, thread: Thread): Promise<ThreadFacts> {
  const { data } = await client.call((octokit) =>
    octokit.rest.issues.get({ ...client.repository, issue_number: thread.number, ...asShown }),
  );
  // GitHub redirects from a transferred issue to where it is now, and the SDK follows; so it does in a renamed repository.
  const { owner, repo } = client.repository;
  const isOurs = isOf(`${owner}/${repo}`, data.repository_url) || isOf(await nameNow(client), data.repository_url);
  if (!isOurs) throw moved(thread, data.html_url);
  seen.noteIssue(thread.number, data.node_id);
  return { ...told(data), merged: Boolean(data.pull_request?.merged_at) };
}

async function ofPullRequest(client: GitHubClient, seen: SeenNodes, thread: Thread): Promise<ThreadFacts> {
  const { data } = await client.call((octokit) =>
    octokit.rest.pulls.get({ ...client.repository, pull_number: thread.number, ...asShown }),
  );
  seen.noteIssue(thread.number, data.node_id);
  return { ...told(data), merged: data.merged, head: headOf(data) };
}

const told = (data: Told) => ({
  title: data.title,
  body: data.body ?? '',
  open: data.state === 'open',
  locked: data.locked,
  author: personOf(data.user),
  createdAt: data.created_at,
  url: data.html_url,
  ...shownAttachments(data),
});

const isOf = (repository: string, repositoryUrl: string): boolean =>
  repositoryUrl.toLowerCase().endsWith(`/repos/${repository}`.toLowerCase());

async function nameNow(client: GitHubClient): Promise<string> {
  return (await client.call((octokit) => octokit.rest.repos.get(client.repository))).data.full_name;
}
