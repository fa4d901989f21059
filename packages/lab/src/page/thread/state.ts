import { html } from 'hono/html';
import type { Thread } from '../../github/thread.ts';
import { type IconName, icon } from '../frame/icons.ts';
import type { Markup } from '../frame/markup.ts';

interface Look {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'good' | 'bad' | 'done' | 'quiet';
}

function lookOf({ state, stateReason, pull }: Thread): Look {
  if (pull !== undefined) {
    if (pull.merged !== undefined) return { word: 'Merged', icon: 'merged', tone: 'done' };
    if (state === 'closed') return { word: 'Closed', icon: 'pull', tone: 'bad' };
    return pull.draft ? { word: 'Draft', icon: 'pull', tone: 'quiet' } : { word: 'Open', icon: 'pull', tone: 'good' };
  }
  if (state === 'open') return { word: 'Open', icon: 'issue', tone: 'good' };
  if (stateReason === 'not_planned') return { word: 'Not planned', icon: 'stopped', tone: 'quiet' };
  return { word: 'Closed', icon: 'done', tone: 'done' };
}

/** How a thread stands, as a shape with a word for those who do not see it. */
export function stateIcon(thread: Thread): Markup {
  const look = lookOf(thread);
  return html`<span class="mark ${look.tone}">${icon(look.icon)}<span class="unseen">${look.word}</span></span>`;
}

/** The same as shape and word. */
export function statePill(thread: Thread): Markup {
  const look = lookOf(thread);
  return html`<span class="pill solid ${look.tone}">${icon(look.icon)}${look.word}</span>`;
}
