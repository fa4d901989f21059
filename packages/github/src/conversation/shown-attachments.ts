import { type Attachment, readAttachments } from '@codex-worker/core';

/** Asks for a text as GitHub shows it, besides as it was written: only so are pictures' addresses told that open. */
export const asShown = { headers: { accept: 'application/vnd.github.full+json' } } as const;

interface ShownBody {
  readonly body_html?: string | undefined;
  readonly html_url: string;
  /** Of the API. A review tells that of its pull request alone. */
  readonly url?: string;
  readonly pull_request_url?: string;
}

/** What a body of the API has attached, where it has anything. */
export function shownAttachments(body: ShownBody): { readonly attachments?: readonly Attachment[] } {
  const { body_html: shown, html_url: page, url = body.pull_request_url ?? page } = body;
  const attachments = readAttachments(shown, { pages: new URL(page).origin, api: new URL(url).origin });
  return attachments.length === 0 ? {} : { attachments };
}
