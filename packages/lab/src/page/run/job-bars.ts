import { html, raw } from 'hono/html';
import type { JobRecord, RunRecord } from '../../run.ts';
import type { Markup } from '../frame/markup.ts';
import { duration } from '../frame/moments.ts';
import { lookOf, statusMark } from '../frame/status.ts';
import type { Visit } from '../site.ts';

/** The jobs of a run in the order they came, each with a bar for when it ran. */
export function jobBars({ site }: Visit, run: RunRecord): Markup {
  const begin = Date.parse(run.startedAt);
  const ends = run.jobs.map((job) => Date.parse(job.completedAt ?? job.startedAt ?? run.updatedAt));
  const total = Math.max(1000, ...ends.map((end) => end - begin));
  return html`<section class="card" aria-labelledby="jobs"><h2 class="unseen" id="jobs">Jobs</h2><ul class="bars">${run.jobs.map(
    (job) => html`<li>
    <a href="${site.home}/actions/runs/${run.id}/job/${job.id}" class="with-icon">${statusMark(job)}<span>${job.name}</span></a>
    ${bar(job, begin, total)}
    <span class="quiet">${job.conclusion === 'skipped' ? 'skipped' : duration(job.startedAt, job.completedAt)}</span></li>`,
  )}</ul></section>`;
}

/** What took no time is seen, too, also at the very end. */
const narrowest = 2;

/** An SVG, because the page lets no style through that is not in its sheet. */
function bar(job: JobRecord, begin: number, total: number): Markup {
  if (job.startedAt === null || job.conclusion === 'skipped') return html`<span class="bar-space"></span>`;
  const from = Math.min(100 - narrowest, Math.max(0, (100 * (Date.parse(job.startedAt) - begin)) / total));
  const to = job.completedAt === null ? 100 : (100 * (Date.parse(job.completedAt) - begin)) / total;
  return raw(
    `<svg class="bar-space ${lookOf(job).tone}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect x="${from.toFixed(1)}" width="${Math.max(narrowest, to - from).toFixed(1)}" height="8" fill="currentColor"/></svg>`,
  );
}
