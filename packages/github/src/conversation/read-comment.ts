import type { CodePlace, Comment } from '@codex-worker/core';
import { type Account, personOf } from './person.ts';
import { shownAttachments } from './shown-attachments.ts';

interface CommentBody {
  readonly id: number;
  readonly user: Account | null;
  readonly body?: string;
  readonly body_html?: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly html_url: string;
  readonly url: string;
}

interface CodeCommentBody {
  readonly id: number;
  readonly path: string;
  readonly line?: number | null;
  readonly diff_hunk: string;
  readonly in_reply_to_id?: number;
  readonly pull_request_review_id?: number | null;
}

/** Reads a comment of the API. */
export function toComment(comment: CommentBody): Comment {
  const { id, user, body, created_at, updated_at, html_url } = comment;
  return {
    id,
    author: personOf(user),
    body: body ?? '',
    createdAt: created_at,
    updatedAt: updated_at,
    url: html_url,
    ...shownAttachments(comment),
  };
}

/** Reads a comment on code. */
export function toCodeComment(comment: CommentBody & CodeCommentBody): Comment {
  const { pull_request_review_id: review } = comment;
  return { ...toComment(comment), place: toPlace(comment), ...(review ? { review } : {}) };
}

/** Where a comment on code stands. GitHub gives no line for a comment on a whole file, nor when the line is gone. */
export function toPlace({ id, path, line, diff_hunk, in_reply_to_id }: CodeCommentBody): CodePlace {
  return { reviewComment: in_reply_to_id ?? id, path, line: line ?? undefined, hunk: diff_hunk };
}
