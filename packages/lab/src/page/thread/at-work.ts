import { html } from 'hono/html';
import type { Hosted } from '../../github/hosted.ts';
import type { Thread } from '../../github/thread.ts';
import type { JobRecord, RunRecord } from '../../run.ts';
import { icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';
import { duration } from '../frame/moments.ts';
import type { Visit } from '../site.ts';
import { runsOf } from './thread-of.ts';

/** What runs for a thread now, each with the step that it is at. */
export function atWork({ site }: Visit, thread: Thread): Markup {
  const active = runsOf(site.hosted, thread).filter(({ status }) => status !== 'completed');
  if (active.length === 0) return html``;
  return html`<ul class="at-work" aria-label="At work">${active
    .toReversed()
    .map(
      (run) =>
        html`<li class="busy"><span class="mark busy">${icon(waits(site.hosted, run) ? 'waiting' : 'active')}</span><span><a href="${site.home}/actions/runs/${run.id}">Run #${run.number}</a> ${stepOf(site.hosted, run)}</span>${duration(run.startedAt, null)}</li>`,
    )}</ul>`;
}

/** Where a run is, in words. */
export function stepOf(hosted: Hosted, run: RunRecord): string {
  const job = workOf(run);
  if (job === undefined) return waits(hosted, run) ? 'waits for its turn' : 'prepares its next job';
  const step = job.steps.findLast((one) => one.status === 'in_progress');
  const name = job.name.split(' / ').at(-1) ?? job.name;
  return step === undefined ? `is in the job ${name}` : `is in the job ${name}: ${step.name}`;
}

/** Whether a run is not begun, or does nothing until another one lets it. */
function waits({ engine }: Hosted, run: RunRecord): boolean {
  if (run.status !== 'in_progress') return true;
  const isPending = engine.concurrencyGroups().some(({ pending }) => pending.some(({ runId }) => runId === run.id));
  return isPending && workOf(run) === undefined;
}

const workOf = ({ jobs }: RunRecord): JobRecord | undefined => jobs.find(({ status }) => status === 'in_progress');

/** The same for a screen reader: what is new in a thread. */
export function threadNews(visit: Visit, thread: Thread): string {
  const { hosted } = visit.site;
  const said = hosted.comments.filter((one) => one.thread === thread.number);
  const active = runsOf(hosted, thread).find(({ status }) => status === 'in_progress');
  const job = active && workOf(active)?.name.split(' / ').at(-1);
  const last = said.at(-1)?.author.replace(/\[bot\]$/, '');
  const comments = last === undefined ? 'No comments.' : `${said.length} comments, the last by ${last}.`;
  return active === undefined
    ? comments
    : `${comments} Run #${active.number} is at work${job === undefined ? '' : `, job ${job}`}.`;
}
