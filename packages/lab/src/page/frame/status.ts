import { html } from 'hono/html';
import type { Conclusion, Status } from '../../run.ts';
import { type IconName, icon } from './icons.ts';
import type { Markup } from './markup.ts';

/** Anything that runs and ends. */
interface Progress {
  readonly status: Status;
  readonly conclusion: Conclusion | null;
}

interface Look {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: 'good' | 'bad' | 'busy' | 'quiet';
}

const ends: Readonly<Record<Conclusion, Look>> = {
  success: { word: 'Succeeded', icon: 'success', tone: 'good' },
  failure: { word: 'Failed', icon: 'failure', tone: 'bad' },
  startup_failure: { word: 'Could not start', icon: 'failure', tone: 'bad' },
  cancelled: { word: 'Cancelled', icon: 'stopped', tone: 'quiet' },
  skipped: { word: 'Skipped', icon: 'skipped', tone: 'quiet' },
};

/** How it stands, as a colour, a shape and a word. */
export function lookOf({ status, conclusion }: Progress): Look {
  if (status === 'completed' && conclusion !== null) return ends[conclusion];
  if (status === 'in_progress') return { word: 'Running', icon: 'active', tone: 'busy' };
  return { word: 'Waiting', icon: 'waiting', tone: 'quiet' };
}

/** The shape, and the word for those who do not see it. */
export function statusMark(progress: Progress): Markup {
  const look = lookOf(progress);
  return html`<span class="mark ${look.tone}">${icon(look.icon)}<span class="unseen">${look.word}</span></span>`;
}

/** Shape and word. */
export function statusPill(progress: Progress): Markup {
  const look = lookOf(progress);
  return html`<span class="pill ${look.tone}">${icon(look.icon)}${look.word}</span>`;
}
