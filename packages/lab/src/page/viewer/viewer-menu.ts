import { html } from 'hono/html';
import { formProof } from '../ask/forms.ts';
import type { Markup } from '../frame/markup.ts';
import { avatar, standingOf } from '../frame/person.ts';
import type { Visit } from '../site.ts';
import { people } from './viewer.ts';

/** Says whose part one plays, and lets one take another's. */
export function viewerMenu(visit: Visit): Markup {
  const { site, viewer, url } = visit;
  return html`<form id="viewer" class="viewer" method="post" action="${site.home}/viewer">
    ${formProof(visit)}<input type="hidden" name="back" value="${url.pathname}">
    ${avatar(viewer.login)}
    <label class="unseen" for="viewer-login">You act as</label>
    <select id="viewer-login" name="login" data-sends>
      ${people(site).map(
        (one) =>
          html`<option value="${one.login}" ${one === viewer ? 'selected' : ''}>${one.login} · ${standingOf(one)}</option>`,
      )}
    </select>
    <button class="button small" data-spare>Switch</button>
  </form>`;
}
