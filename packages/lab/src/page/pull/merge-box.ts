import { html } from 'hono/html';
import type { PullThread } from '../../github/bodies/pull-body.ts';
import { pullDiff } from '../../github/pull-diff.ts';
import { formProof } from '../ask/forms.ts';
import { icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';
import type { Visit } from '../site.ts';
import { mayAs } from '../viewer/viewer.ts';

/** Whether a pull request can be merged, and the button for those who may. */
export async function mergeBox(visit: Visit, thread: PullThread): Promise<Markup> {
  const { site, viewer } = visit;
  if (thread.state === 'closed') return html``;
  const { testMerge } = await pullDiff(site.hosted, thread);
  if (testMerge === null)
    return html`<div class="card merge">${icon('warning')}<p>The branches change the same lines. Resolve that before merging.</p></div>`;
  const may = mayAs(site, viewer, 'write');
  return html`<form class="card merge" method="post" action="${site.home}/pull/${thread.number}/merge">${formProof(visit)}
  <span class="mark good">${icon('success')}</span><p>${thread.pull.draft ? 'This is a draft. ' : ''}It can be merged into <code>${thread.pull.baseBranch}</code> without a conflict.</p>
  ${may ? html`<button class="button good">${icon('merged')}Merge</button>` : html`<p class="quiet">Those who may write merge it.</p>`}
</form>`;
}
