import { html } from 'hono/html';
import type { JobRecord, RunRecord } from '../../run.ts';
import { formProof } from '../ask/forms.ts';
import { icon } from '../frame/icons.ts';
import type { Page } from '../frame/layout.ts';
import type { Markup } from '../frame/markup.ts';
import { duration, moment } from '../frame/moments.ts';
import { lookOf, statusMark, statusPill } from '../frame/status.ts';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import type { Visit } from '../site.ts';
import { stepOf } from '../thread/at-work.ts';
import { threadAt, threadNumberOf, threadPath } from '../thread/thread-of.ts';
import { mayAs } from '../viewer/viewer.ts';
import { artifactList } from './artifact-list.ts';
import { jobBars } from './job-bars.ts';
import { readLog } from './read-log.ts';

/** One run: its jobs, what they say of themselves, what they left. */
export function runPage(visit: Visit, run: RunRecord): Page {
  const { loose } = readLog(run);
  return {
    title: `${run.displayTitle} · run #${run.number}`,
    section: 'runs',
    news: `Run #${run.number}: ${run.status === 'completed' ? lookOf(run).word : stepOf(visit.site.hosted, run)}.`,
    body: html`${runHead(visit, run)}
${loose.length === 0 ? '' : html`<div class="card fields problem">${icon('warning')}<div>${loose.map((text) => html`<p>${text}</p>`)}</div></div>`}
${run.jobs.length === 0 ? html`<div class="card empty">${icon('waiting')}<p>It has no job yet.</p></div>` : jobBars(visit, run)}
${run.jobs.map((job) => remarks(visit, run, job))}
${artifactList(visit, run)}`,
  };
}

/** Title, status, cause, and what can be done with the run. */
export function runHead(visit: Visit, run: RunRecord): Markup {
  const { site, viewer } = visit;
  const number = threadNumberOf(run);
  const thread = number === undefined ? undefined : threadAt(site.hosted, number);
  return html`<div class="thread-head">
  <h1>${run.displayTitle} <span class="quiet">run ${run.number}</span></h1>
  <p class="thread-line">${statusPill(run)}<span class="quiet"><strong>${run.actor}</strong> caused it (${run.event.replaceAll('_', ' ')}) ${moment(run.createdAt)}${thread === undefined ? '' : html` in <a href="${threadPath(site.hosted, thread)}">#${thread.number} ${thread.title}</a>`}${run.attempt > 1 ? `, attempt ${run.attempt}` : ''} · ${duration(run.startedAt, run.status === 'completed' ? run.updatedAt : null)}</span></p>
  ${mayAs(site, viewer, 'write') ? commands(visit, run) : ''}
</div>`;
}

function commands(visit: Visit, run: RunRecord): Markup {
  const action = `${visit.site.home}/actions/runs/${run.id}`;
  const buttons =
    run.status === 'completed'
      ? html`<button class="button small" formaction="${action}/rerun">Run all jobs again</button>${run.conclusion === 'success' ? '' : html`<button class="button small" formaction="${action}/rerun-failed-jobs">Run failed jobs again</button>`}`
      : html`<button class="button small bad" formaction="${action}/cancel">Cancel</button>`;
  return html`<form class="buttons left" method="post" action="${action}/rerun">${formProof(visit)}${buttons}<a class="button small" href="/_lab/runs/${run.id}/log">${icon('download')}Whole log</a></form>`;
}

/** What a job tells beside its log: annotations, and its summary. */
function remarks(visit: Visit, run: RunRecord, { id, name, annotations, summary }: JobRecord): Markup {
  if (annotations.length === 0 && summary.trim() === '') return html``;
  return html`<section class="card remarks" aria-labelledby="remarks-${id}"><h2 id="remarks-${id}"><a href="${visit.site.home}/actions/runs/${run.id}/job/${id}">${name}</a></h2>
  ${annotations.map(({ level, title, message }) => html`<div class="annotation ${level}">${icon(level === 'notice' ? 'comment' : 'warning')}<div><p><strong>${title ?? level}</strong></p><p class="lines">${message}</p></div></div>`)}
  ${summary.trim() === '' ? '' : html`<div class="prose">${renderMarkdown(visit.site.hosted, summary)}</div>`}
</section>`;
}

/** The list of a run's jobs, for its own page and for those of its jobs. */
export function jobLinks(visit: Visit, run: RunRecord, current?: JobRecord): Markup {
  return html`<nav class="jobs" aria-label="Jobs"><ul class="plain">${run.jobs.map((job) => html`<li><a class="with-icon" href="${visit.site.home}/actions/runs/${run.id}/job/${job.id}" ${job === current ? html`aria-current="page"` : ''}>${statusMark(job)}<span>${job.name}</span></a></li>`)}</ul></nav>`;
}
