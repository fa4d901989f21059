import { html } from 'hono/html';
import type { Account } from '../../github/accounts.ts';
import type { Page } from '../frame/layout.ts';
import type { Markup } from '../frame/markup.ts';
import { avatar, standingOf } from '../frame/person.ts';
import type { Visit } from '../site.ts';

const may: Readonly<Record<string, string>> = {
  owner: 'May do everything, and is heard by the worker.',
  maintainer: 'May do nearly everything, and is heard by the worker.',
  writer: 'May push, merge and run workflows, and is heard by the worker.',
  triager: 'May label and close what others opened. The worker does not hear them, unless it is told to.',
  reader: 'May open issues and comment. The worker does not hear them, unless it is told to.',
  stranger: 'Is no collaborator. May open issues and comment where everybody may; the worker does not hear them.',
  bot: 'Is an App or the Actions bot.',
};

/** Who there is, and what each may do. */
export function peoplePage({ site }: Visit): Page {
  return {
    title: 'People',
    section: 'people',
    body: html`<div class="head"><h1>People</h1></div><p class="lead">Take anybody’s part with the menu at the top: what they may do, and what the worker makes of it, is as on GitHub.</p>
<div class="card list"><ul class="rows">${site.hosted.accounts.all.filter(({ type }) => type !== 'Organization').map(row)}</ul></div>`,
  };
}

function row(account: Account): Markup {
  const standing = standingOf(account);
  return html`<li class="row" id="${account.login.toLowerCase()}">${avatar(account.login)}<div class="row-text"><h2>${account.login} <span class="standing">${standing}</span></h2><p class="quiet">${may[standing] ?? ''}</p></div></li>`;
}
