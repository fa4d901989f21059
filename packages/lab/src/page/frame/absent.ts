import type { Context } from 'hono';
import { html } from 'hono/html';
import type { PageEnv } from '../site.ts';
import { maySee } from '../viewer/viewer.ts';
import { icon } from './icons.ts';
import { show } from './show.ts';

/** There is no such page, or none that this viewer sees. */
export function absent(c: Context<PageEnv>, what = 'There is no such page here.'): Promise<Response> {
  const { site, viewer } = c.var.visit;
  // Whoever does not see the repository would come back here.
  const onward = maySee(site, viewer)
    ? html`<p><a class="button" href="${site.home}/issues">Go to the issues</a></p>`
    : '';
  return show(
    c,
    {
      title: 'Not found',
      section: 'none',
      body: html`<div class="empty">${icon('skipped')}<h1>Not found</h1><p>${what}</p>${onward}</div>`,
    },
    404,
  );
}

/** A form that is not of this page, or of a lab that was started since. */
export function foreignForm(c: Context<PageEnv>): Promise<Response> {
  return show(
    c,
    {
      title: 'Not accepted',
      section: 'none',
      body: html`<div class="empty">${icon('lock')}<h1>Not accepted</h1><p>This form was not of this lab’s page, or the lab was started anew since. Go back, load the page again, and send it once more.</p></div>`,
    },
    403,
  );
}

/** The page itself is broken. */
export function broken(c: Context<PageEnv>): Promise<Response> {
  return show(
    c,
    {
      title: 'The page broke',
      section: 'none',
      body: html`<div class="empty">${icon('failure')}<h1>The page broke</h1><p>This is a mistake in the lab, not yours. The terminal that runs it says what went wrong.</p></div>`,
    },
    500,
  );
}
