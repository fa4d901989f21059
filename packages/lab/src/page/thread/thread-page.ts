import { html } from 'hono/html';
import { isPull, refreshPulls } from '../../github/pull-diff.ts';
import type { Thread } from '../../github/thread.ts';
import { formProof } from '../ask/forms.ts';
import type { Page } from '../frame/layout.ts';
import type { Markup } from '../frame/markup.ts';
import { moment } from '../frame/moments.ts';
import { mergeBox } from '../pull/merge-box.ts';
import { pullTabs } from '../pull/pull-tabs.ts';
import { reviewForm } from '../pull/review-form.ts';
import type { Visit } from '../site.ts';
import { mayAs } from '../viewer/viewer.ts';
import { atWork, threadNews } from './at-work.ts';
import { commentForm } from './comment-form.ts';
import { saidCard } from './said-card.ts';
import { sidebar } from './sidebar.ts';
import { statePill } from './state.ts';
import { timeline } from './timeline.ts';

/** An issue or a pull request: the conversation. */
export async function threadPage(visit: Visit, thread: Thread): Promise<Page> {
  const { site } = visit;
  await refreshPulls(site.hosted, [thread]);
  const later = await timeline(visit, thread);
  return {
    title: `${thread.title} · #${thread.number}`,
    section: isPull(thread) ? 'pulls' : 'issues',
    news: threadNews(visit, thread),
    body: html`${await threadHead(visit, thread, 'conversation')}
<div class="columns">
  <div class="talk">
    ${opening(visit, thread)}${later}${atWork(visit, thread)}
    ${isPull(thread) ? html`${await mergeBox(visit, thread)}${reviewForm(visit, thread)}` : ''}
    ${commentForm(visit, thread)}
  </div>
  ${sidebar(visit, thread)}
</div>`,
  };
}

function opening(visit: Visit, thread: Thread): Markup {
  return saidCard(visit, {
    ...thread,
    anchor: `issue-${thread.number}`,
    body: thread.body ?? '',
    what: thread.pull === undefined ? 'issue' : 'pull request',
    action: `${visit.site.home}/threads/${thread.number}`,
    deletable: false,
  });
}

/** Title, state and who opened it. */
export async function threadHead(visit: Visit, thread: Thread, tab: 'conversation' | 'files'): Promise<Markup> {
  const { site, viewer, url } = visit;
  const mayEdit = thread.author === viewer.login || mayAs(site, viewer, 'write');
  const editing = mayEdit && url.searchParams.get('edit') === 'title';
  const from =
    thread.pull === undefined
      ? ''
      : html` from <code>${thread.pull.fork === undefined ? '' : `${thread.pull.fork.owner}:`}${thread.pull.headBranch}</code> into <code>${thread.pull.baseBranch}</code>`;
  return html`<div class="thread-head">
  ${editing ? titleForm(visit, thread) : html`<h1>${thread.title} <span class="quiet">#${thread.number}</span></h1>`}
  <p class="thread-line">${statePill(thread)}<span class="quiet"><strong>${thread.author.replace(/\[bot\]$/, '')}</strong> opened this ${moment(thread.createdAt)}${from}</span>${mayEdit && !editing ? html` <a class="quiet" href="${url.pathname}?edit=title">Edit the title</a>` : ''}</p>
  ${isPull(thread) ? await pullTabs(visit, thread, tab) : ''}
</div>`;
}

function titleForm(visit: Visit, thread: Thread): Markup {
  const { site, url } = visit;
  return html`<h1 class="unseen">${thread.title}</h1><form id="title-form" class="title-form" method="post" action="${site.home}/threads/${thread.number}/title">${formProof(visit)}
  <label class="unseen" for="title-text">Title</label><input id="title-text" name="title" value="${thread.title}" autofocus>
  <button class="button main">Save</button> <a class="button" href="${url.pathname}">Leave as it is</a></form>`;
}
