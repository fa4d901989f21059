import { html } from 'hono/html';
import type { Hosted } from '../../github/hosted.ts';
import type { Markup } from '../frame/markup.ts';

/** A thread's labels. Their colour is a dot beside the name, so that the name can be read on any. */
export function labelChips(hosted: Hosted, names: readonly string[]): readonly Markup[] {
  return hosted.labels
    .filter(({ name }) => names.includes(name))
    .map(
      ({ name, color }) =>
        html`<span class="label"><svg class="dot" viewBox="0 0 8 8" width="8" height="8" aria-hidden="true"><circle cx="4" cy="4" r="3.5" stroke="currentColor" stroke-opacity=".45" fill="#${/^[\da-f]{6}$/i.test(color) ? color : '888888'}"/></svg>${name}</span>`,
    );
}
