import { html } from 'hono/html';
import type { JobRecord, RunRecord, StepRecord } from '../../run.ts';
import { icon } from '../frame/icons.ts';
import type { Page } from '../frame/layout.ts';
import type { Markup } from '../frame/markup.ts';
import { duration } from '../frame/moments.ts';
import { lookOf, statusMark } from '../frame/status.ts';
import type { Visit } from '../site.ts';
import { logView } from './log-view.ts';
import { type RunLog, readLog } from './read-log.ts';
import { jobLinks, runHead } from './run-page.ts';

/** One job: its steps, each with its log. While it runs, the log grows, and the page follows it if asked to. */
export function jobPage(visit: Visit, run: RunRecord, job: JobRecord): Page {
  const log = readLog(run);
  const step = job.steps.findLast(({ status }) => status === 'in_progress');
  return {
    title: `${job.name} · run #${run.number}`,
    section: 'runs',
    news: `${job.name}: ${step === undefined ? lookOf(job).word : step.name}.`,
    body: html`${runHead(visit, run)}
<div class="columns run-columns">
  ${jobLinks(visit, run, job)}
  <section class="card job" aria-labelledby="job"><header class="job-head"><h2 id="job">${job.name}</h2>${follow(job)}</header>
  ${about(job)}
  ${job.steps.length === 0 ? html`<div class="empty">${icon(job.conclusion === 'skipped' ? 'skipped' : 'waiting')}<p>${job.conclusion === 'skipped' ? 'It was skipped: its condition did not hold.' : 'No step has begun.'}</p></div>` : job.steps.map((one) => stepView(job, one, log))}
  </section>
</div>`,
  };
}

function follow({ status }: JobRecord): Markup {
  if (status === 'completed') return html``;
  return html`<label class="with-icon"><input type="checkbox" id="follow" checked data-keep> Follow the log</label>`;
}

function about({ permissions, group }: JobRecord): Markup {
  const granted = Object.entries(permissions).map(([scope, access]) => `${scope}: ${access}`);
  return html`<p class="quiet fields job-about">Its token: ${granted.length === 0 ? 'nothing' : granted.join(', ')}.${group === null ? '' : html` Its group: <code>${group}</code>.`}</p>`;
}

function stepView(job: JobRecord, step: StepRecord, log: RunLog): Markup {
  const open = step.status === 'in_progress' || step.conclusion === 'failure';
  return html`<details class="step" id="step-${job.id}-${step.number}" ${open ? 'open' : ''}>
  <summary>${statusMark(step)}<span class="step-name">${step.name}</span><span class="quiet">${duration(step.startedAt, step.completedAt)}</span></summary>
  ${logView(log.of(job.name, step.name), step.name)}
</details>`;
}
