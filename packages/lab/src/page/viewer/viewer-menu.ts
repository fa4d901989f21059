import { html } from 'hono/html';
import { formProof } from '../ask/forms.ts';
import type { Markup } from '../frame/markup.ts';
import { avatar, standingOf } from '../frame/person.ts';
import type { Visit } from '../site.ts';
import { people } from './viewer.ts';

/** Says whose part one plays, and lets one take another's. */
export function viewerMenu(visit: Visit): Markup {
  const { site, viewer, url } = visit;
  return html`<details class="viewer" id="viewer" data-closes>
  <summary>${avatar(viewer.login)}<span><span class="unseen">You act as </span><strong>${viewer.login}</strong> <span class="quiet">${standingOf(viewer)}</span></span></summary>
  <form class="menu" method="post" action="${site.home}/viewer">${formProof(visit)}<input type="hidden" name="back" value="${url.pathname}">
    <p class="quiet">Act as</p>
    ${people(site).map(
      (one) =>
        html`<button name="login" value="${one.login}" ${one === viewer ? html`aria-current="true"` : ''}>${avatar(one.login)}<span>${one.login} <span class="quiet">${standingOf(one)}</span></span></button>`,
    )}
  </form>
</details>`;
}
