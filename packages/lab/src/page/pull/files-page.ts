import { html } from 'hono/html';
import type { ChangedFile } from '../../git-host/diff.ts';
import type { PullThread } from '../../github/bodies/pull-body.ts';
import { pullDiff, refreshPulls } from '../../github/pull-diff.ts';
import type { ReviewComment } from '../../github/review/review.ts';
import { formProof } from '../ask/forms.ts';
import { icon } from '../frame/icons.ts';
import type { Page } from '../frame/layout.ts';
import type { Markup } from '../frame/markup.ts';
import type { Visit } from '../site.ts';
import { threadHead } from '../thread/thread-page.ts';
import { reviewCommentCard } from '../thread/timeline.ts';
import type { DiffRow } from './diff-rows.ts';
import { type Beside, fileAnchor, fileDiff } from './file-diff.ts';

/** What a pull request changes, with what was said about its lines. */
export async function filesPage(visit: Visit, thread: PullThread): Promise<Page> {
  await refreshPulls(visit.site.hosted, [thread]);
  const { files } = await pullDiff(visit.site.hosted, thread);
  return {
    title: `Files · ${thread.title} · #${thread.number}`,
    section: 'pulls',
    body: html`${await threadHead(visit, thread, 'files')}
${fileOverview(files)}
${files.map((file) => fileDiff(file, conversation(visit, thread)))}`,
  };
}

/** How much changed, and where. */
export function fileOverview(files: readonly ChangedFile[]): Markup {
  if (files.length === 0) return html`<div class="card empty">${icon('file')}<p>Nothing is changed.</p></div>`;
  const added = files.reduce((sum, { additions }) => sum + additions, 0);
  const removed = files.reduce((sum, { deletions }) => sum + deletions, 0);
  return html`<details class="overview"><summary><strong>${files.length} ${files.length === 1 ? 'file' : 'files'}</strong> <span class="plus">+${added}</span> <span class="minus">−${removed}</span></summary><ul class="plain">${files.map(
    (file) => html`<li><a href="#${fileAnchor(file)}"><code>${file.path}</code></a></li>`,
  )}</ul></details>`;
}

function conversation(visit: Visit, thread: PullThread): Beside {
  const { site, url } = visit;
  const said = site.hosted.reviewComments.filter((one) => one.thread === thread.number);
  const asked = url.searchParams.get('line');
  return {
    link: (file, row) =>
      thread.state === 'closed' ? undefined : `${url.pathname}?line=${encodeURIComponent(nameOf(file, row))}#line-form`,
    below(file, row) {
      if (row.kind === 'header' || row.kind === 'remark') return undefined;
      const here = said.filter((one) => isAbout(one, said, file, row));
      const form = asked === nameOf(file, row) ? lineForm(visit, thread, file, row) : undefined;
      if (here.length === 0 && form === undefined) return undefined;
      return html`${here.map((one) => reviewCommentCard(visit, { ...one, diffHunk: '' }))}${form ?? ''}`;
    },
  };
}

const nameOf = ({ path }: ChangedFile, { left, right }: DiffRow): string =>
  `${path}:${right === undefined ? `LEFT:${left}` : `RIGHT:${right}`}`;

function isAbout(
  comment: ReviewComment,
  all: readonly ReviewComment[],
  { path }: ChangedFile,
  { left, right }: DiffRow,
): boolean {
  const { subject } = all.find(({ id }) => id === comment.root) ?? comment;
  if (comment.path !== path || subject.kind === 'file' || subject.now === undefined) return false;
  const { side, line } = subject.now;
  return side === 'LEFT' ? right === undefined && left === line : right === line;
}

function lineForm(visit: Visit, thread: PullThread, file: ChangedFile, { left, right }: DiffRow): Markup {
  const { site, url, viewer } = visit;
  const typed = site.notes.find(url.searchParams.get('note'))?.typed;
  return html`<form id="line-form" class="edit line-form" method="post" action="${site.home}/pull/${thread.number}/line">${formProof(visit)}
  <input type="hidden" name="path" value="${file.path}"><input type="hidden" name="side" value="${right === undefined ? 'LEFT' : 'RIGHT'}"><input type="hidden" name="line" value="${right ?? left ?? 0}">
  <label for="line-text">Comment on this line as <strong>${viewer.login}</strong></label>
  <textarea id="line-text" name="body" rows="3" autofocus>${typed?.get('body') ?? ''}</textarea>
  <p class="buttons"><a class="button" href="${url.pathname}">Leave it</a><button class="button main">Comment</button></p></form>`;
}
