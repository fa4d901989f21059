import { commitTree, mergeTrees } from '../../git-host/merge.ts';
import { moveRef } from '../../git-host/refs.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import { type Hosted, timestamp } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { addressOf } from '../push-event.ts';
import { closePull, refsMoved } from '../ref-changes.ts';
import { Refusal } from '../refusal.ts';
import type { Fields } from '../request-fields.ts';
import { changeState } from '../thread-edit.ts';

/** Merges a pull request with a merge commit in the bare repository; resolves to its SHA. */
export async function mergePull(hosted: Hosted, by: SignedIn, thread: PullThread, fields: Fields): Promise<string> {
  const { pull } = thread;
  if (thread.state === 'closed' || pull.draft) throw new Refusal(405, 'Pull Request is not mergeable');
  const expected = fields.text('sha');
  if (typeof expected === 'string' && expected !== pull.headSha)
    throw new Refusal(409, 'Head branch was modified. Review and try the merge again.');
  const sha = await writeMerge(hosted, by, thread, fields);
  const base = { ref: `refs/heads/${pull.baseBranch}`, before: pull.baseSha, after: sha };
  if (!(await moveRef(hosted.git, base.ref, sha, base.before)))
    throw new Refusal(405, 'Base branch was modified. Review and try the merge again.');
  pull.merged = { at: timestamp(hosted.now()), by: by.account.login, sha };
  await closePull(hosted, by, thread);
  // Marked as merged first, so that the push does not find it open.
  await refsMoved(hosted, by, [base]);
  await closeNamedIssues(hosted, by, thread);
  return sha;
}

async function writeMerge(hosted: Hosted, by: SignedIn, thread: PullThread, fields: Fields): Promise<string> {
  const { pull } = thread;
  const tree = await mergeTrees(hosted.git, pull.baseSha, pull.headSha);
  if (tree === undefined) throw new Refusal(405, 'Pull Request is not mergeable');
  const method = fields.text('merge_method') ?? 'merge';
  const merge = method === 'merge';
  const title = merge
    ? `Merge pull request #${thread.number} from ${pull.fork?.owner ?? hosted.owner.login}/${pull.headBranch}`
    : `${thread.title} (#${thread.number})`;
  return commitTree(hosted.git, {
    tree,
    // A squash, and a rebase of one commit, leave the head out.
    parents: merge ? [pull.baseSha, pull.headSha] : [pull.baseSha],
    message: `${fields.text('commit_title') ?? title}\n\n${fields.text('commit_message') ?? thread.title}\n`,
    by: { name: by.account.login, email: addressOf(by), date: timestamp(hosted.now()) },
  });
}

const closing = /\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+(?:([\w.-]+\/[\w.-]+))?#(\d+)/gi;

/** Merging into the default branch closes the issues that the body names with a closing keyword. */
async function closeNamedIssues(hosted: Hosted, by: SignedIn, thread: PullThread): Promise<void> {
  if (thread.pull.baseBranch !== hosted.defaultBranch) return;
  for (const [, repository, number] of (thread.body ?? '').matchAll(closing)) {
    if (repository !== undefined && repository.toLowerCase() !== hosted.fullName.toLowerCase()) continue;
    const issue = hosted.threads.find((one) => one.number === Number(number) && one.pull === undefined);
    if (issue !== undefined && issue.departure === undefined)
      await changeState(hosted, by, issue, 'closed', 'completed');
  }
}
