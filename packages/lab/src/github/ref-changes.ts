import type { PushedRef } from '../git-host/http-backend.ts';
import { isAncestor, noCommit } from '../git-host/refs.ts';
import type { PullThread } from './bodies/pull-body.ts';
import { announceBranch } from './branch-events.ts';
import { announceThread } from './events.ts';
import { type Hosted, timestamp } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import { isPull, keepPullRefs } from './pull-diff.ts';
import { announcePush } from './push-event.ts';
import { carryComments } from './review/carry-comments.ts';

/** What follows when refs have moved, by git or by the API: the push event, and what it means for pull requests. */
export async function refsMoved(hosted: Hosted, by: SignedIn, moved: readonly PushedRef[]): Promise<void> {
  for (const change of moved) {
    hosted.pushedAt = timestamp(hosted.now());
    if (/^refs\/(heads|tags)\//.test(change.ref)) await announcePush(hosted, by, change);
    await announceBranch(hosted, by, change);
    if (change.ref.startsWith('refs/heads/')) await branchMoved(hosted, by, change);
  }
}

async function branchMoved(hosted: Hosted, by: SignedIn, change: PushedRef): Promise<void> {
  const branch = change.ref.slice('refs/heads/'.length);
  const open = hosted.threads.filter(isPull).filter((thread) => thread.state === 'open');
  for (const thread of open) {
    if (!thread.pull.fork && thread.pull.headBranch === branch) await headMoved(hosted, by, thread, change);
    if (thread.pull.baseBranch === branch) await baseMoved(hosted, by, thread, change);
  }
}

async function headMoved(hosted: Hosted, by: SignedIn, thread: PullThread, { before, after }: PushedRef) {
  if (after === noCommit) return closePull(hosted, by, thread);
  thread.pull.headSha = after;
  thread.updatedAt = timestamp(hosted.now());
  await keepPullRefs(hosted, thread);
  await carryComments(hosted, thread);
  await announceThread(hosted, by, thread, 'synchronize', { before, after });
}

async function baseMoved(hosted: Hosted, by: SignedIn, thread: PullThread, { before, after }: PushedRef) {
  if (after === noCommit) return closePull(hosted, by, thread);
  if (!(await isAncestor(hosted.git, thread.pull.headSha, after))) {
    thread.pull.baseSha = after;
    return;
  }
  // Pushing the head's commits to the base merges the pull request.
  thread.pull.baseSha = before;
  thread.pull.merged = { at: timestamp(hosted.now()), by: by.account.login, sha: after };
  await closePull(hosted, by, thread);
}

/** Closes a pull request and says so. */
export async function closePull(hosted: Hosted, by: SignedIn, thread: PullThread): Promise<void> {
  thread.state = 'closed';
  thread.closedAt = timestamp(hosted.now());
  thread.closedBy = by.account.login;
  thread.updatedAt = thread.closedAt;
  await announceThread(hosted, by, thread, 'closed');
}
