import { html } from 'hono/html';
import type { Editable, Reaction } from '../../github/thread.ts';
import { formProof } from '../ask/forms.ts';
import type { Markup } from '../frame/markup.ts';
import { moment } from '../frame/moments.ts';
import { avatar, byline } from '../frame/person.ts';
import { renderMarkdown } from '../markdown/render-markdown.ts';
import type { Visit } from '../site.ts';
import { mayAs } from '../viewer/viewer.ts';
import { reactionBar } from './reactions.ts';

/** Something that somebody wrote. */
export interface Said extends Pick<Editable, 'lastEditedAt'> {
  /** The anchor, as GitHub's links have it: `issuecomment-12`. */
  readonly anchor: string;
  readonly author: string;
  readonly createdAt: string;
  readonly body: string;
  /** What it is, for a screen reader: `comment`. */
  readonly what: string;
  readonly reactions: readonly Reaction[];
  /** Where forms about it go: reactions below, the text at the address itself. */
  readonly action: string;
  /** Whether it can be deleted, at `…/delete`. */
  readonly deletable: boolean;
  /** After the byline. */
  readonly aside?: Markup;
}

/** A card with what was said, by whom and when. */
export function saidCard(visit: Visit, said: Said): Markup {
  const { site, url, viewer } = visit;
  const { anchor, author } = said;
  const editing = url.searchParams.get('edit') === anchor;
  const mayEdit = author === viewer.login || mayAs(site, viewer, 'write');
  return html`<article class="said ${author.endsWith('[bot]') ? 'of-bot' : ''}" id="${anchor}" aria-label="${said.what} by ${author.replace(/\[bot\]$/, '')}">
  ${avatar(author)}
  <div class="card">
    <header class="said-head"><p>${byline(site.hosted, author)} ${said.aside ?? ''} <a class="quiet" href="#${anchor}">${moment(said.createdAt)}</a>${said.lastEditedAt === null ? '' : html` <span class="quiet">· edited</span>`}</p>
    ${mayEdit && !editing ? html`<a class="quiet said-edit" href="${url.pathname}?edit=${anchor}#${anchor}">Edit<span class="unseen"> this ${said.what}</span></a>` : ''}</header>
    ${editing && mayEdit ? editForm(visit, said) : html`<div class="prose">${bodyOf(visit, said.body)}</div>`}
    <footer class="said-foot">${reactionBar(visit, said.reactions, `${said.action}/reactions`)}</footer>
  </div>
</article>`;
}

function bodyOf({ site }: Visit, body: string): Markup {
  if (body.trim() === '') return html`<p class="quiet"><em>No text.</em></p>`;
  return renderMarkdown(site.hosted, body);
}

function editForm(visit: Visit, { anchor, action, body, deletable, what }: Said): Markup {
  const { url, site } = visit;
  const note = site.notes.find(url.searchParams.get('note'));
  return html`<form id="edit-${anchor}" class="edit" method="post" action="${action}">${formProof(visit)}
    <label for="text-${anchor}">Text of the ${what}</label>
    <textarea id="text-${anchor}" name="body" rows="8" autofocus>${note?.typed.get('body') ?? body}</textarea>
    <p class="buttons"><button class="button main">Save</button> <a class="button" href="${url.pathname}#${anchor}">Leave as it is</a>
    ${deletable ? html`<button class="button bad" formaction="${action}/delete">Delete</button>` : ''}</p>
  </form>`;
}
