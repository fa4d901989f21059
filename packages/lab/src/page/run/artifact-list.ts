import { html } from 'hono/html';
import type { RunRecord } from '../../run.ts';
import { icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';
import type { Visit } from '../site.ts';

/** What a run has left behind. What a browser shows is opened, the rest is saved. */
export function artifactList({ site }: Visit, { id: run }: RunRecord): Markup {
  const left = site.hosted.artifacts.all.filter(({ runId }) => runId === run);
  if (left.length === 0) return html``;
  return html`<section class="card remarks" aria-labelledby="artifacts"><h2 id="artifacts">Artifacts</h2><ul class="plain">${left.map(
    ({ id, name, size, mimeType }) =>
      html`<li><a class="with-icon" href="${site.home}/actions/runs/${run}/artifacts/${id}">${icon(mimeType.startsWith('text/html') ? 'file' : 'download')}<span>${name}</span></a> <span class="quiet">${inKilobytes(size)}</span></li>`,
  )}</ul></section>`;
}

function inKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
