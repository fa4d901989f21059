import { html } from 'hono/html';
import type { ChangedFile } from '../../git-host/diff.ts';
import { icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';
import { type DiffRow, diffRows } from './diff-rows.ts';

/** What stands below a line: what was said about it, or a form to say something. */
export interface Beside {
  /** Where to begin to say something about a line; undefined where nobody may. */
  link(file: ChangedFile, row: DiffRow): string | undefined;
  below(file: ChangedFile, row: DiffRow): Markup | undefined;
}

const signs: Readonly<Record<DiffRow['kind'], string>> = {
  added: '+',
  removed: '−',
  same: ' ',
  header: '',
  remark: '',
};
const changes: Readonly<Record<ChangedFile['status'], string>> = {
  added: 'new',
  modified: 'changed',
  removed: 'deleted',
  renamed: 'renamed',
  changed: 'type changed',
};

/** The anchor of a file. */
export function fileAnchor({ path }: ChangedFile): string {
  return `file-${Buffer.from(path).toString('base64url')}`;
}

/** What changed in one file. */
export function fileDiff(file: ChangedFile, beside: Beside): Markup {
  const { path, previousPath, additions, deletions, status, patch } = file;
  return html`<details class="card file" id="${fileAnchor(file)}" open>
  <summary>${icon('file')}<span class="path">${previousPath === undefined ? '' : `${previousPath} → `}${path}</span><span class="quiet">${changes[status]}</span><span class="stat"><span class="plus">+${additions}</span> <span class="minus">−${deletions}</span></span></summary>
  ${patch === undefined ? html`<p class="quiet fields">Nothing to show: the file is binary, empty, or was only moved.</p>` : html`<div class="diff" tabindex="0" role="region" aria-label="Changes of ${path}"><table><thead class="unseen"><tr><th>Before</th><th>After</th><th>Line</th></tr></thead><tbody>${diffRows(patch).map((row) => line(file, row, beside))}</tbody></table></div>`}
</details>`;
}

function line(file: ChangedFile, row: DiffRow, beside: Beside): Markup {
  const below = beside.below(file, row);
  if (row.kind === 'header') return html`<tr class="header"><td colspan="3">${row.text}</td></tr>`;
  return html`<tr class="${row.kind}"><td class="ln">${row.left ?? ''}</td><td class="ln">${numberLink(file, row, beside)}</td><td class="code"><span class="sign">${signs[row.kind]}</span>${row.text}</td></tr>${
    below === undefined ? '' : html`<tr class="below"><td colspan="3">${below}</td></tr>`
  }`;
}

function numberLink(file: ChangedFile, row: DiffRow, beside: Beside): Markup {
  const number = row.right ?? row.left;
  const to = number === undefined ? undefined : beside.link(file, row);
  if (to === undefined) return html`${row.right ?? ''}`;
  const where = `${row.right === undefined ? 'old ' : ''}line ${number}`;
  return html`<a href="${to}" aria-label="Comment on ${where}">${row.right ?? html`<span aria-hidden="true">·</span>`}</a>`;
}
