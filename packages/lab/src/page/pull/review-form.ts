import { html } from 'hono/html';
import type { PullThread } from '../../github/bodies/pull-body.ts';
import { formProof } from '../ask/forms.ts';
import type { Markup } from '../frame/markup.ts';
import type { Visit } from '../site.ts';

/** Where one judges a pull request as a whole. */
export function reviewForm(visit: Visit, thread: PullThread): Markup {
  if (thread.state === 'closed') return html``;
  const { site, viewer } = visit;
  return html`<details class="card review" id="review"><summary>Review the change as ${viewer.login}</summary>
<form id="review-form" class="fields" method="post" action="${site.home}/pull/${thread.number}/reviews">${formProof(visit)}
  <p><label for="review-text">What you think of it</label><textarea id="review-text" name="body" rows="3"></textarea></p>
  <p class="buttons"><button class="button" name="event" value="COMMENT">Comment</button><button class="button bad" name="event" value="REQUEST_CHANGES">Ask for changes</button><button class="button good" name="event" value="APPROVE">Approve</button></p>
</form></details>`;
}
