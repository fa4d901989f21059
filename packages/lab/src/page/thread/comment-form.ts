import { html } from 'hono/html';
import { isLockedFor } from '../../github/locked.ts';
import type { Thread } from '../../github/thread.ts';
import { fileField, formProof } from '../ask/forms.ts';
import { icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';
import { avatar } from '../frame/person.ts';
import type { Visit } from '../site.ts';
import { mayAs } from '../viewer/viewer.ts';

/** Where one says something in a thread, and ends it or begins it anew. */
export function commentForm(visit: Visit, thread: Thread): Markup {
  const { site, viewer, url } = visit;
  const by = { kind: 'user', account: viewer, token: '' } as const;
  if (isLockedFor(site.hosted, by, thread))
    return html`<p class="note">${icon('lock')}<span>This conversation is locked: only those who may write comment in it.</span></p>`;
  const note = site.notes.find(url.searchParams.get('note'));
  const action = `${site.home}/threads/${thread.number}`;
  const mayEnd = (thread.author === viewer.login || mayAs(site, viewer, 'triage')) && thread.pull?.merged === undefined;
  return html`<form id="comment-form" class="said comment-form" method="post" enctype="multipart/form-data" action="${action}/comments">${formProof(visit)}
  ${avatar(viewer.login)}
  <div class="card">
    <label for="comment-text">Comment as <strong>${viewer.login}</strong></label>
    <textarea id="comment-text" name="body" rows="4" placeholder="Say what comes next. Markdown works.">${note?.typed.get('body') ?? ''}</textarea>
    ${fileField('comment-files')}
    <p class="buttons">
      ${mayEnd ? html`<button class="button" formaction="${action}/state" name="state" value="${thread.state === 'open' ? 'closed' : 'open'}">${thread.state === 'open' ? 'Close' : 'Reopen'}</button>` : ''}
      <button class="button main">Comment</button>
    </p>
  </div>
</form>`;
}
