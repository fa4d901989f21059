import { apiUrl, type Hosted, nodeId, pageUrl } from '../hosted.ts';
import { type Comment, type Label, type Reaction, reactionContents, type Thread } from '../thread.ts';
import { accountBody, accountBodyOrNull, authorAssociation } from './account-body.ts';

/** A thread as an issue; a pull request is told by its `pull_request`. */
export function issueBody(hosted: Hosted, thread: Thread) {
  const url = apiUrl(hosted, `/issues/${thread.number}`);
  const html = pageUrl(hosted, `/${thread.pull === undefined ? 'issues' : 'pull'}/${thread.number}`);
  return {
    url,
    repository_url: apiUrl(hosted),
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    html_url: html,
    id: thread.id,
    node_id: nodeId(thread.pull === undefined ? 'I' : 'PR', thread.id),
    number: thread.number,
    title: thread.title,
    user: accountBodyOrNull(hosted, thread.author),
    labels: labelBodies(hosted, thread.labels),
    state: thread.state,
    locked: thread.locked,
    assignee: accountBodyOrNull(hosted, thread.assignees[0] ?? null),
    assignees: thread.assignees.map((login) => accountBody(hosted, hosted.accounts.get(login))),
    milestone: null,
    comments: hosted.comments.filter((comment) => comment.thread === thread.number).length,
    created_at: thread.createdAt,
    updated_at: thread.updatedAt,
    closed_at: thread.closedAt,
    author_association: authorAssociation(hosted, thread.author),
    ...(thread.pull === undefined ? issueParts(hosted, thread) : pullParts(hosted, thread, html)),
    body: thread.body,
    closed_by: accountBodyOrNull(hosted, thread.closedBy),
    reactions: reactionRollup(`${url}/reactions`, thread.reactions),
    timeline_url: `${url}/timeline`,
    performed_via_github_app: null,
    state_reason: thread.stateReason,
    active_lock_reason: thread.lockReason,
  };
}

function issueParts(hosted: Hosted, thread: Thread) {
  return {
    type: thread.type === null ? null : issueTypeBody(hosted, thread.type),
    sub_issues_summary: { total: 0, completed: 0, percent_completed: 0 },
    issue_dependencies_summary: { blocked_by: 0, total_blocked_by: 0, blocking: 0, total_blocking: 0 },
  };
}

function pullParts(hosted: Hosted, thread: Thread, html: string) {
  return {
    draft: thread.pull?.draft ?? false,
    pull_request: {
      url: apiUrl(hosted, `/pulls/${thread.number}`),
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: thread.pull?.merged?.at ?? null,
    },
  };
}

/** The issue types that the lab's organization has. */
export const issueTypes: readonly string[] = ['Task', 'Bug', 'Feature'];

function issueTypeBody(hosted: Hosted, name: string) {
  const id = 7_001 + issueTypes.indexOf(name);
  return {
    id,
    node_id: nodeId('IT', id),
    name,
    description: null,
    color: 'blue',
    created_at: hosted.createdAt,
    updated_at: hosted.createdAt,
    is_enabled: true,
  };
}

/** A comment of a thread. */
export function commentBody(hosted: Hosted, thread: Thread, comment: Comment) {
  const url = apiUrl(hosted, `/issues/comments/${comment.id}`);
  const kind = thread.pull === undefined ? 'issues' : 'pull';
  return {
    url,
    html_url: pageUrl(hosted, `/${kind}/${thread.number}#issuecomment-${comment.id}`),
    issue_url: apiUrl(hosted, `/issues/${thread.number}`),
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    user: accountBodyOrNull(hosted, comment.author),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: authorAssociation(hosted, comment.author),
    reactions: reactionRollup(`${url}/reactions`, comment.reactions),
    performed_via_github_app: null,
  };
}

/** How often each reaction was given. */
export function reactionRollup(url: string, reactions: readonly Reaction[]) {
  const counts = reactionContents.map((content) => [
    content,
    reactions.filter((one) => one.content === content).length,
  ]);
  return { url, total_count: reactions.length, ...Object.fromEntries(counts) };
}

export function reactionBody(hosted: Hosted, reaction: Reaction) {
  return {
    id: reaction.id,
    node_id: nodeId('REA', reaction.id),
    user: accountBodyOrNull(hosted, reaction.author),
    content: reaction.content,
    created_at: reaction.createdAt,
  };
}

export function labelBody(hosted: Hosted, label: Label) {
  return {
    id: label.id,
    node_id: nodeId('LA', label.id),
    url: apiUrl(hosted, `/labels/${encodeURIComponent(label.name)}`),
    name: label.name,
    color: label.color,
    default: false,
    description: label.description,
  };
}

/** The labels of a thread, by name. */
export function labelBodies(hosted: Hosted, names: readonly string[]) {
  return hosted.labels.filter((label) => names.includes(label.name)).map((label) => labelBody(hosted, label));
}
