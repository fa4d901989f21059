import { apiUrl, type Hosted, nodeId, pageUrl } from '../hosted.ts';
import type { PullDiff } from '../pull-diff.ts';
import type { Fork, Pull, Thread } from '../thread.ts';
import { accountBody, accountBodyOrNull, authorAssociation } from './account-body.ts';
import { labelBodies } from './issue-body.ts';
import { repositoryBody } from './repository-body.ts';

/** A thread that is known to be a pull request. */
export type PullThread = Thread & { readonly pull: Pull };

/** A pull request in a list. */
export function pullListBody(hosted: Hosted, thread: PullThread, testMerge: string | null) {
  const url = apiUrl(hosted, `/pulls/${thread.number}`);
  const issue = apiUrl(hosted, `/issues/${thread.number}`);
  const html = pageUrl(hosted, `/pull/${thread.number}`);
  const { pull } = thread;
  const statuses = apiUrl(hosted, `/statuses/${pull.headSha}`);
  return {
    url,
    id: thread.id,
    node_id: nodeId('PR', thread.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    number: thread.number,
    state: thread.state,
    locked: thread.locked,
    title: thread.title,
    user: accountBody(hosted, hosted.accounts.get(thread.author)),
    body: thread.body,
    created_at: thread.createdAt,
    updated_at: thread.updatedAt,
    closed_at: thread.closedAt,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: pull.merged?.sha ?? testMerge,
    assignee: accountBodyOrNull(hosted, thread.assignees[0] ?? null),
    assignees: thread.assignees.map((login) => accountBody(hosted, hosted.accounts.get(login))),
    requested_reviewers: pull.requestedReviewers.map((login) => accountBody(hosted, hosted.accounts.get(login))),
    requested_teams: [],
    labels: labelBodies(hosted, thread.labels),
    milestone: null,
    draft: pull.draft,
    commits_url: `${url}/commits`,
    review_comments_url: `${url}/comments`,
    review_comment_url: apiUrl(hosted, '/pulls/comments{/number}'),
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    head: pull.fork ? forkBranchBody(hosted, pull.fork, pull) : branchBody(hosted, pull.headBranch, pull.headSha),
    base: branchBody(hosted, pull.baseBranch, pull.baseSha),
    _links: {
      self: { href: url },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${url}/comments` },
      review_comment: { href: apiUrl(hosted, '/pulls/comments{/number}') },
      commits: { href: `${url}/commits` },
      statuses: { href: statuses },
    },
    author_association: authorAssociation(hosted, thread.author),
    auto_merge: null,
    active_lock_reason: thread.lockReason,
  };
}

function branchBody(hosted: Hosted, branch: string, sha: string) {
  return {
    label: `${hosted.owner.login}:${branch}`,
    ref: branch,
    sha,
    user: accountBody(hosted, hosted.owner),
    repo: repositoryBody(hosted),
  };
}

function forkBranchBody(hosted: Hosted, fork: Fork, { headBranch, headSha }: Pull) {
  const user = accountBody(hosted, hosted.accounts.get(fork.owner));
  const { id, name, pushedAt } = fork;
  const full = `${fork.owner}/${name}`;
  const repo = {
    ...repositoryBody(hosted),
    id,
    name,
    full_name: full,
    owner: user,
    fork: true,
    pushed_at: pushedAt,
    url: `${hosted.urls.api}/repos/${full}`,
    html_url: `${hosted.urls.server}/${full}`,
    clone_url: `${hosted.urls.server}/${full}.git`,
  };
  return { label: `${fork.owner}:${headBranch}`, ref: headBranch, sha: headSha, user, repo };
}

/** A pull request by itself. Whether it can be merged is not yet known when it has just been made. */
export function pullBody(hosted: Hosted, thread: PullThread, diff: PullDiff, merging: 'known' | 'unknown' = 'known') {
  const testable = merging === 'known' && thread.state === 'open';
  return {
    ...pullListBody(hosted, thread, testable ? diff.testMerge : null),
    merged: thread.pull.merged !== undefined,
    mergeable: testable ? diff.testMerge !== null : null,
    rebaseable: testable ? diff.testMerge !== null : null,
    mergeable_state: testable ? mergeableState(thread.pull, diff) : 'unknown',
    merged_by: accountBodyOrNull(hosted, thread.pull.merged?.by ?? null),
    comments: hosted.comments.filter((comment) => comment.thread === thread.number).length,
    review_comments: hosted.reviewComments.filter((comment) => comment.thread === thread.number).length,
    maintainer_can_modify: false,
    commits: diff.commits,
    additions: diff.files.reduce((sum, file) => sum + file.additions, 0),
    deletions: diff.files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: diff.files.length,
  };
}

function mergeableState(pull: Pull, diff: PullDiff): string {
  if (diff.testMerge === null) return 'dirty';
  return pull.draft ? 'draft' : 'clean';
}
