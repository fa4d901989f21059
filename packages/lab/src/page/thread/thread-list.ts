import { html } from 'hono/html';
import type { Thread } from '../../github/thread.ts';
import { icon } from '../frame/icons.ts';
import type { Page } from '../frame/layout.ts';
import type { Markup } from '../frame/markup.ts';
import { moment } from '../frame/moments.ts';
import { avatar } from '../frame/person.ts';
import { statusMark } from '../frame/status.ts';
import type { Visit } from '../site.ts';
import { labelChips } from './labels.ts';
import { stateIcon } from './state.ts';
import { runsOf, threadPath } from './thread-of.ts';

type Kind = 'issues' | 'pulls';

/** The issues, or the pull requests: those that are open, or those that are closed. */
export function threadList(visit: Visit, kind: Kind): Page {
  const { site, url } = visit;
  const closed = url.searchParams.get('state') === 'closed';
  const all = site.hosted.threads.filter(
    (one) => one.departure === undefined && (one.pull === undefined) === (kind === 'issues'),
  );
  const shown = all.filter(({ state }) => (state === 'closed') === closed).toReversed();
  const title = kind === 'issues' ? 'Issues' : 'Pull requests';
  return {
    title,
    section: kind,
    body: html`<div class="head"><h1>${title}</h1>${kind === 'issues' ? html`<a class="button main" href="${site.home}/issues/new">${icon('plus')}New issue</a>` : ''}</div>
<div class="card list">
  <div class="list-head"><ul class="switch" aria-label="Which ones">${stateLink(visit, 'Open', all.filter(({ state }) => state === 'open').length, !closed)}${stateLink(visit, 'Closed', all.filter(({ state }) => state === 'closed').length, closed)}</ul></div>
  ${shown.length === 0 ? none(kind, closed) : html`<ul class="rows">${shown.map((thread) => row(visit, thread))}</ul>`}
</div>`,
  };
}

function stateLink({ url }: Visit, word: string, count: number, current: boolean): Markup {
  return html`<li><a href="${url.pathname}${word === 'Open' ? '' : '?state=closed'}" ${current ? html`aria-current="true"` : ''}>${word} <span class="count">${count}</span></a></li>`;
}

function row({ site }: Visit, thread: Thread): Markup {
  const { hosted } = site;
  const comments = hosted.comments.filter((one) => one.thread === thread.number).length;
  const [run] = runsOf(hosted, thread);
  return html`<li class="row">
  ${stateIcon(thread)}
  <div class="row-text">
    <h2><a href="${threadPath(hosted, thread)}">${thread.title}</a> ${labelChips(hosted, thread.labels)}</h2>
    <p class="quiet">#${thread.number} by ${thread.author.replace(/\[bot\]$/, '')}, ${moment(thread.createdAt)}</p>
  </div>
  <div class="row-side">
    ${run === undefined ? '' : html`<a class="quiet" href="${site.home}/actions/runs/${run.id}" aria-label="Latest run, #${run.number}">${statusMark(run)}</a>`}
    ${comments > 0 ? html`<span class="quiet with-icon" title="${comments} comments">${icon('comment')}${comments}<span class="unseen"> comments</span></span>` : ''}
    ${thread.assignees.map((login) => avatar(login))}
  </div>
</li>`;
}

function none(kind: Kind, closed: boolean): Markup {
  if (closed) return html`<div class="empty">${icon('done')}<p>Nothing is closed yet.</p></div>`;
  return kind === 'issues'
    ? html`<div class="empty">${icon('issue')}<p>No issue is open. Open one that says what you want, and Codex answers in it.</p></div>`
    : html`<div class="empty">${icon('pull')}<p>No pull request is open. When Codex changes code, it opens one.</p></div>`;
}
