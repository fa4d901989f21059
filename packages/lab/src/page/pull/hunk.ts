import { html } from 'hono/html';
import type { ReviewComment } from '../../github/review/review.ts';
import type { Markup } from '../frame/markup.ts';
import { diffRows } from './diff-rows.ts';

const shown = 4;

/** The last lines of the hunk that a review comment is about. */
export function hunkEnd({ diffHunk, path, subject }: ReviewComment): Markup {
  if (subject.kind === 'file' || diffHunk === '') return html``;
  const rows = diffRows(diffHunk).slice(-shown);
  return html`<div class="diff hunk" tabindex="0" role="region" aria-label="Lines of ${path}"><table>${rows.map(
    ({ kind, left, right, text }) =>
      html`<tr class="${kind}"><td class="ln">${left ?? ''}</td><td class="ln">${right ?? ''}</td><td class="code">${text}</td></tr>`,
  )}</table></div>`;
}
