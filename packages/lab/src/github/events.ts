import { noCommit } from '../git-host/refs.ts';
import { accountBody } from './bodies/account-body.ts';
import { commentBody, issueBody } from './bodies/issue-body.ts';
import { type PullThread, pullBody } from './bodies/pull-body.ts';
import { repositoryBody } from './bodies/repository-body.ts';
import type { Hosted } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import { defaultTip, isPull, pullDiff } from './pull-diff.ts';
import type { Comment, Thread } from './thread.ts';

/** An event before GitHub's usual fields are put around it. */
export interface Announcement {
  readonly name: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly ref: string;
  readonly sha: string;
}

/** Sends an event to the engine; resolves to the runs that it made. */
export async function announce(hosted: Hosted, by: SignedIn, event: Announcement): Promise<readonly number[]> {
  if (!hosted.settings.actionsEnabled) return [];
  const payload = {
    ...event.payload,
    ...('repository' in event.payload ? {} : { repository: repositoryBody(hosted) }),
    ...organization(hosted),
    // Nobody sends a schedule.
    ...(event.name === 'schedule' ? {} : { sender: accountBody(hosted, by.account) }),
  };
  return hosted.engine.dispatch({
    name: event.name,
    payload,
    ref: event.ref,
    sha: event.sha,
    actor: by.account.login,
    byJob: by.kind === 'job',
  });
}

function organization(hosted: Hosted) {
  if (hosted.owner.type !== 'Organization') return {};
  const { login, id, node_id, avatar_url } = accountBody(hosted, hosted.owner);
  const url = `${hosted.urls.api}/orgs/${login}`;
  return {
    organization: {
      login,
      id,
      node_id,
      url,
      repos_url: `${url}/repos`,
      events_url: `${url}/events`,
      hooks_url: `${url}/hooks`,
      issues_url: `${url}/issues`,
      members_url: `${url}/members{/member}`,
      public_members_url: `${url}/public_members{/member}`,
      avatar_url,
      description: '',
    },
  };
}

/** Sends an event that is for the default branch, as most are. */
export async function announceOnDefault(
  hosted: Hosted,
  by: SignedIn,
  name: string,
  payload: Readonly<Record<string, unknown>>,
): Promise<readonly number[]> {
  const sha = (await defaultTip(hosted)) ?? noCommit;
  return announce(hosted, by, { name, payload, ref: `refs/heads/${hosted.defaultBranch}`, sha });
}

/** Says that something happened to a thread: as `issues` or as `pull_request`. */
export async function announceThread(
  hosted: Hosted,
  by: SignedIn,
  thread: Thread,
  action: string,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  if (isPull(thread)) await announcePull(hosted, by, thread, action, details);
  else await announceOnDefault(hosted, by, 'issues', { action, issue: issueBody(hosted, thread), ...details });
}

async function announcePull(
  hosted: Hosted,
  by: SignedIn,
  thread: PullThread,
  action: string,
  details: Readonly<Record<string, unknown>>,
): Promise<void> {
  const diff = await pullDiff(hosted, thread);
  const sha = thread.pull.merged?.sha ?? diff.testMerge ?? (action === 'closed' ? thread.pull.headSha : undefined);
  // GitHub makes no run for a pull request that conflicts with its base.
  if (sha === undefined) return;
  await announce(hosted, by, {
    name: 'pull_request',
    payload: { action, number: thread.number, pull_request: pullBody(hosted, thread, diff, 'unknown'), ...details },
    // A merged pull request is of the branch that it was merged into.
    ref: thread.pull.merged === undefined ? `refs/pull/${thread.number}/merge` : `refs/heads/${thread.pull.baseBranch}`,
    sha,
  });
}

/** Says that a comment was made, changed or taken away. */
export async function announceComment(
  hosted: Hosted,
  by: SignedIn,
  { thread, comment }: { readonly thread: Thread; readonly comment: Comment },
  action: 'created' | 'edited' | 'deleted',
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  await announceOnDefault(hosted, by, 'issue_comment', {
    action,
    issue: issueBody(hosted, thread),
    comment: commentBody(hosted, thread, comment),
    ...details,
  });
}
