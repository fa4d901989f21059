import { html } from 'hono/html';
import { isPull } from '../../github/pull-diff.ts';
import type { Thread } from '../../github/thread.ts';
import { formProof } from '../ask/forms.ts';
import { icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';
import { avatar } from '../frame/person.ts';
import { statusMark } from '../frame/status.ts';
import { transcriptsOf } from '../run/artifacts.ts';
import type { Visit } from '../site.ts';
import { mayAs } from '../viewer/viewer.ts';
import { labelChips } from './labels.ts';
import { stateIcon } from './state.ts';
import { runsOf, threadPath } from './thread-of.ts';

/** What goes with a thread: its runs, its pull request, labels, people. */
export function sidebar(visit: Visit, thread: Thread): Markup {
  return html`<aside class="side" aria-label="About this ${thread.pull === undefined ? 'issue' : 'pull request'}">
  ${runsPart(visit, thread)}${linkedPart(visit, thread)}${labelsPart(visit, thread)}
  ${thread.assignees.length === 0 ? '' : html`<section><h2>Assignees</h2>${thread.assignees.map((login) => html`<p class="with-icon">${avatar(login)}${login}</p>`)}</section>`}
  ${managePart(visit, thread)}
</aside>`;
}

const shownRuns = 6;

function runsPart({ site }: Visit, thread: Thread): Markup {
  const runs = runsOf(site.hosted, thread);
  const [transcript] = transcriptsOf(site, runs);
  return html`<section><h2>Runs</h2>
  ${runs.length === 0 ? html`<p class="quiet">None yet.</p>` : ''}
  <ul class="plain">${runs.slice(0, shownRuns).map((run) => html`<li><a class="with-icon" href="${site.home}/actions/runs/${run.id}">${statusMark(run)}<span>#${run.number} <span class="quiet">${run.event.replaceAll('_', ' ')} by ${run.actor}</span></span></a></li>`)}</ul>
  ${transcript === undefined ? '' : html`<p><a class="button small" href="${transcript}">${icon('file')}Transcript</a></p>`}
</section>`;
}

/** The other side: the pull request of an issue, or the issue of a pull request. */
function linkedPart({ site }: Visit, thread: Thread): Markup {
  const { hosted } = site;
  const closes = (body: string | null, number: number) => new RegExp(`\\bcloses #${number}\\b`, 'i').test(body ?? '');
  const linked = hosted.threads.filter((other) =>
    isPull(thread)
      ? other.pull === undefined && closes(thread.body, other.number)
      : other.pull !== undefined && closes(other.body, thread.number),
  );
  if (linked.length === 0) return html``;
  return html`<section><h2>${isPull(thread) ? 'Closes' : 'Pull request'}</h2><ul class="plain">${linked.map((other) => html`<li><a class="with-icon" href="${threadPath(hosted, other)}">${stateIcon(other)}<span>#${other.number} ${other.title}</span></a></li>`)}</ul></section>`;
}

function labelsPart(visit: Visit, thread: Thread): Markup {
  const { site, viewer } = visit;
  return html`<section><h2>Labels</h2>
  <p>${thread.labels.length === 0 ? html`<span class="quiet">None.</span>` : labelChips(site.hosted, thread.labels)}</p>
  ${
    mayAs(site, viewer, 'triage')
      ? html`<details class="change" id="change-labels"><summary>Change</summary><form id="labels-form" method="post" action="${site.home}/threads/${thread.number}/labels">${formProof(visit)}
    <label for="labels-text">Labels, with commas between</label>
    <input id="labels-text" name="labels" value="${thread.labels.join(', ')}"><button class="button small">Set</button></form></details>`
      : ''
  }</section>`;
}

function managePart(visit: Visit, thread: Thread): Markup {
  const { site, viewer } = visit;
  if (!mayAs(site, viewer, 'triage')) return html``;
  const action = `${site.home}/threads/${thread.number}/lock`;
  return html`<section><h2>Conversation</h2><form method="post" action="${action}">${formProof(visit)}<button class="button small" name="locked" value="${thread.locked ? 'no' : 'yes'}">${icon('lock')}${thread.locked ? 'Unlock' : 'Lock'}</button></form></section>`;
}
