import {
  askedOnceMore,
  type BaseId,
  hasPullRequestMarker,
  type IssueFacts,
  normaliseText,
  openingText,
  type PullRequestHead,
  type Request,
  revised,
  SAME_OPENING_MS,
} from '@codex-worker/core';
import { personOf } from '../conversation/person.ts';
import type {
  CodeCommentPayload,
  CommentPayload,
  IssuePayload,
  PullRequestPayload,
  ReviewPayload,
} from './payloads.ts';

/** What a payload says of its issue, or of its pull request as an issue. */
export function issueFacts({ type, reactions, pull_request, ...issue }: IssuePayload): IssueFacts {
  const { eyes = 0, rocket = 0, confused = 0 } = reactions ?? {};
  return { ...facts(issue), isPullRequest: Boolean(pull_request), type: type?.name, signs: eyes + rocket + confused };
}

/** Payloads of reviews hold the pull request itself, without reactions and types. */
export function pullRequestFacts(pull: PullRequestPayload): IssueFacts {
  return { ...facts(pull), isPullRequest: true, type: undefined, signs: 0 };
}

const facts = ({ number, title, labels, locked, user, body }: Omit<PullRequestPayload, 'head' | 'base'>) => ({
  number,
  title,
  labels: (labels ?? []).map(({ name }) => name),
  locked: locked ?? false,
  author: personOf(user),
  isMarked: hasPullRequestMarker(body),
});

/** Where a pull request's commits come from. GitHub sends null for a fork that was deleted. */
export function headOf({ number, head, base }: Pick<PullRequestPayload, 'number' | 'head' | 'base'>): PullRequestHead {
  return {
    number,
    headRef: head.ref,
    headSha: head.sha,
    baseRef: base.ref,
    headRepository: head.repo?.full_name,
    pushedAt: head.repo?.pushed_at ?? undefined,
  };
}

/** The title and the text of an issue, as its author asks with them. */
export function opening(issue: IssuePayload): Base {
  return {
    id: `issue-${issue.number}`,
    author: personOf(issue.user),
    createdAt: issue.created_at,
    text: openingText(issue.title, issue.body ?? ''),
  };
}

/**
 * The opening, asked when a label or an assignee was put on: what people said to each other before was not said to the
 * worker. Later than the opening, it is one more time.
 */
export function putOn(issue: IssuePayload): Request {
  const createdAt = issue.updated_at ?? issue.created_at;
  const request = { ...opening(issue), createdAt };
  const withOpening = Date.parse(createdAt) - Date.parse(issue.created_at) < SAME_OPENING_MS;
  return withOpening ? request : { ...request, id: askedOnceMore(request.id, createdAt) };
}

export function comment({ id, body, user, created_at }: CommentPayload): Base {
  return {
    id: `comment-${id}`,
    author: personOf(user),
    createdAt: created_at,
    text: normaliseText(body ?? ''),
  };
}

export function codeComment(said: CodeCommentPayload): Base {
  const { id, in_reply_to_id, path, line, diff_hunk } = said;
  return {
    ...comment(said),
    id: `review-comment-${id}`,
    place: { reviewComment: in_reply_to_id ?? id, path, line: line ?? undefined, hunk: diff_hunk ?? '' },
  };
}

/** The text of a review. Its comments are no part of the event. */
export function review({ id, body, user, submitted_at }: ReviewPayload, pull: PullRequestPayload): Base {
  return {
    id: `review-${id}`,
    author: personOf(user),
    createdAt: submitted_at ?? pull.updated_at ?? pull.created_at,
    text: normaliseText(body ?? ''),
  };
}

type Base = Request & { readonly id: BaseId };

/** The request as it was asked by an edit of its text; undefined where the text is the one before. */
export function edited(
  request: Base,
  from: string | null | undefined,
  at: string | null | undefined,
): Request | undefined {
  if (from === null || from === undefined) return undefined;
  const before = normaliseText(from);
  if (before === request.text) return undefined;
  return { ...request, id: revised(request.id, request.text), createdAt: at ?? request.createdAt, edited: { before } };
}

type Was = { readonly from?: string | null } | null | undefined;

/** The opening as it was; undefined where neither title nor text changed. */
export function openingBefore(
  issue: IssuePayload,
  changes: { readonly title?: Was; readonly body?: Was } | null | undefined,
): string | undefined {
  if (!changes?.title && !changes?.body) return undefined;
  const title = changes.title?.from ?? issue.title;
  const body = changes.body ? (changes.body.from ?? '') : (issue.body ?? '');
  return openingText(title, body);
}
