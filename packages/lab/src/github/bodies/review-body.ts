import { apiUrl, type Hosted, nodeId, pageUrl } from '../hosted.ts';
import type { Review, ReviewComment } from '../review/review.ts';
import { accountBodyOrNull, authorAssociation } from './account-body.ts';
import { reactionRollup } from './issue-body.ts';

/** A review. */
export function reviewBody(hosted: Hosted, review: Review) {
  const html = pageUrl(hosted, `/pull/${review.thread}#pullrequestreview-${review.id}`);
  const pull = apiUrl(hosted, `/pulls/${review.thread}`);
  return {
    id: review.id,
    node_id: nodeId('PRR', review.id),
    user: accountBodyOrNull(hosted, review.author),
    body: review.body,
    state: review.state as string,
    html_url: html,
    pull_request_url: pull,
    author_association: authorAssociation(hosted, review.author),
    _links: { html: { href: html }, pull_request: { href: pull } },
    ...(review.submittedAt === null ? {} : { submitted_at: review.submittedAt }),
    commit_id: review.commit,
  };
}

/** A review as its events have it: the state in small letters, and no text is null. */
export function reviewEventBody(hosted: Hosted, review: Review) {
  return {
    ...reviewBody(hosted, review),
    body: review.body === '' ? null : review.body,
    state: review.state.toLowerCase(),
    updated_at: review.lastEditedAt ?? review.submittedAt,
  };
}

/** A comment on the diff. */
export function reviewCommentBody(hosted: Hosted, comment: ReviewComment) {
  const url = apiUrl(hosted, `/pulls/comments/${comment.id}`);
  const html = pageUrl(hosted, `/pull/${comment.thread}#discussion_r${comment.id}`);
  const pull = apiUrl(hosted, `/pulls/${comment.thread}`);
  return {
    url,
    pull_request_review_id: comment.review,
    id: comment.id,
    node_id: nodeId('PRRC', comment.id),
    diff_hunk: comment.diffHunk,
    path: comment.path,
    commit_id: comment.commit,
    original_commit_id: comment.originalCommit,
    user: accountBodyOrNull(hosted, comment.author),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: pull,
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    reactions: reactionRollup(`${url}/reactions`, comment.reactions),
    ...placeBody(comment),
    author_association: authorAssociation(hosted, comment.author),
    ...(comment.root === undefined ? {} : { in_reply_to_id: comment.root }),
    subject_type: comment.subject.kind,
  };
}

function placeBody({ subject }: ReviewComment) {
  const [original, now] = subject.kind === 'line' ? [subject.original, subject.now] : [undefined, undefined];
  return {
    start_line: now?.start?.line ?? null,
    original_start_line: original?.start?.line ?? null,
    start_side: original?.start?.side ?? null,
    line: now?.line ?? null,
    original_line: original?.line ?? null,
    side: original?.side ?? 'RIGHT',
    original_position: original?.position ?? null,
    position: now?.position ?? null,
  };
}
