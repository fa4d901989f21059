import { html } from 'hono/html';
import type { PullThread } from '../../github/bodies/pull-body.ts';
import { pullDiff } from '../../github/pull-diff.ts';
import { icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';
import type { Visit } from '../site.ts';

/** The two sides of a pull request: what is said, and what is changed. */
export async function pullTabs({ site }: Visit, thread: PullThread, tab: 'conversation' | 'files'): Promise<Markup> {
  const { files } = await pullDiff(site.hosted, thread);
  const path = `${site.home}/pull/${thread.number}`;
  const current = (is: boolean) => (is ? html`aria-current="page"` : '');
  return html`<nav class="tabs inner" aria-label="Pull request"><ul>
  <li><a href="${path}" ${current(tab === 'conversation')}>${icon('comment')}Conversation</a></li>
  <li><a href="${path}/files" ${current(tab === 'files')}>${icon('file')}Files <span class="count">${files.length}</span></a></li>
</ul></nav>`;
}
