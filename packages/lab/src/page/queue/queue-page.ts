import { html } from 'hono/html';
import { listFilesBelow } from '../../git-host/files.ts';
import { branchTip } from '../../git-host/refs.ts';
import type { ConcurrencyGroup, GroupMember } from '../../run.ts';
import { icon } from '../frame/icons.ts';
import type { Page } from '../frame/layout.ts';
import type { Markup } from '../frame/markup.ts';
import { moment } from '../frame/moments.ts';
import type { Visit } from '../site.ts';
import { stepOf } from '../thread/at-work.ts';

/** Who works on what, and who waits: the concurrency groups, and the explicit queue if there is one. */
export async function queuePage(visit: Visit): Promise<Page> {
  const { hosted } = visit.site;
  const groups = hosted.engine.concurrencyGroups();
  const waiting = groups.reduce((sum, { pending }) => sum + pending.length, 0);
  return {
    title: 'Queue',
    section: 'queue',
    news: `${groups.length} groups, ${waiting} waiting.`,
    body: html`<div class="head"><h1>Queue</h1></div>
<p class="lead">One run of a thread is at work at a time; others of the same thread wait in order. A run that waits takes every request that came meanwhile.</p>
${groups.length === 0 ? html`<div class="card empty">${icon('queue')}<p>Nobody works, and nobody waits.</p></div>` : groups.map((group) => groupCard(visit, group))}
${await explicitQueue(visit)}`,
  };
}

function groupCard(visit: Visit, { name, acquiredAt, holder, pending }: ConcurrencyGroup): Markup {
  return html`<section class="card remarks"><h2><code>${name}</code></h2><ol class="waiting">
  ${holder === undefined ? '' : html`<li>${member(visit, holder, 'active')} <span class="quiet">${where(visit, holder)}${acquiredAt === null ? '' : html` · holds it since ${moment(acquiredAt)}`}</span></li>`}
  ${pending.map((one) => html`<li>${member(visit, one, 'waiting')} <span class="quiet">waits</span></li>`)}</ol></section>`;
}

const runOf = ({ site }: Visit, { runId }: GroupMember) => site.hosted.engine.runs.find(({ id }) => id === runId);

function member(visit: Visit, one: GroupMember, shape: 'active' | 'waiting'): Markup {
  const run = runOf(visit, one);
  if (run === undefined) return html`Run ${one.runId}`;
  const mark = html`<span class="mark ${shape === 'active' ? 'busy' : 'quiet'}">${icon(shape)}</span>`;
  return html`<a class="with-icon" href="${visit.site.home}/actions/runs/${run.id}">${mark}<span>${run.displayTitle}, run ${run.number}</span></a>`;
}

function where(visit: Visit, one: GroupMember): string {
  const run = runOf(visit, one);
  return run === undefined ? '' : stepOf(visit.site.hosted, run);
}

const branch = 'codex-worker/queue';

/** The files of the queue branch: the requests that wait, in order, and those that nobody can serve. */
async function explicitQueue({ site }: Visit): Promise<Markup> {
  const tip = await branchTip(site.hosted.git, branch);
  if (tip === undefined) return html``;
  const [waiting, broken] = await Promise.all(
    ['requests', 'broken'].map((folder) => listFilesBelow(site.hosted.git, tip, folder)),
  );
  return html`<section class="card remarks"><h2>The explicit queue, on <code>${branch}</code></h2>
  ${waiting === undefined || waiting.length === 0 ? html`<p class="quiet">It is empty.</p>` : html`<ol class="waiting">${waiting.map(fileItem)}</ol>`}
  ${broken === undefined || broken.length === 0 ? '' : html`<p class="quiet">Not served, each with its reason beside it:</p><ul class="plain">${broken.map(fileItem)}</ul>`}</section>`;
}

const fileItem = (file: string): Markup => html`<li><code>${file}</code></li>`;
