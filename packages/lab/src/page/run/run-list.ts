import { html } from 'hono/html';
import type { RunRecord } from '../../run.ts';
import { icon } from '../frame/icons.ts';
import type { Page } from '../frame/layout.ts';
import type { Markup } from '../frame/markup.ts';
import { duration, moment } from '../frame/moments.ts';
import { statusMark } from '../frame/status.ts';
import type { Visit } from '../site.ts';
import { threadAt, threadNumberOf, threadPath } from '../thread/thread-of.ts';
import { mayAs } from '../viewer/viewer.ts';
import { byHand } from './by-hand.ts';

/** All runs, newest first, and the workflows that can be run by hand. */
export async function runList(visit: Visit): Promise<Page> {
  const { site, viewer } = visit;
  const runs = site.hosted.engine.runs.toReversed();
  const active = runs.filter(({ status }) => status !== 'completed').length;
  return {
    title: 'Runs',
    section: 'runs',
    news: active === 0 ? 'Nothing runs.' : `${active} ${active === 1 ? 'run is' : 'runs are'} not over yet.`,
    body: html`<div class="head"><h1>Runs</h1></div>
<div class="card list">${
      runs.length === 0
        ? html`<div class="empty">${icon('run')}<p>Nothing has run yet. Open an issue, or comment in one.</p></div>`
        : html`<ul class="rows">${runs.map((run) => row(visit, run))}</ul>`
    }</div>
${mayAs(site, viewer, 'write') ? await byHand(visit) : ''}`,
  };
}

function row({ site }: Visit, run: RunRecord): Markup {
  const number = threadNumberOf(run);
  const thread = number === undefined ? undefined : threadAt(site.hosted, number);
  return html`<li class="row">
  ${statusMark(run)}
  <div class="row-text"><h2><a href="${site.home}/actions/runs/${run.id}">${run.displayTitle}</a></h2>
  <p class="quiet">${run.workflowName} #${run.number}, ${run.event.replaceAll('_', ' ')} by ${run.actor}, ${moment(run.createdAt)}</p></div>
  <div class="row-side">${thread === undefined ? '' : html`<a class="quiet" href="${threadPath(site.hosted, thread)}">#${thread.number}</a>`}<span class="quiet">${duration(run.startedAt, run.status === 'completed' ? run.updatedAt : null)}</span></div>
</li>`;
}
