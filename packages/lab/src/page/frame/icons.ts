import { raw } from 'hono/html';
import type { Markup } from './markup.ts';

/** Shapes of 16 by 16, drawn in the colour of the text. Each goes with a word, so no reader has to know it. */
const shapes = {
  issue: '<circle cx="8" cy="8" r="6.25"/><circle cx="8" cy="8" r="1.4" fill="currentColor" stroke="none"/>',
  pull: '<circle cx="4" cy="3.5" r="1.75"/><circle cx="4" cy="12.5" r="1.75"/><circle cx="12" cy="12.5" r="1.75"/><path d="M4 5.25v5.5M12 10.75V7a3 3 0 0 0-3-3H7.5M9.25 2 7.25 4l2 2"/>',
  merged:
    '<circle cx="4" cy="3.5" r="1.75"/><circle cx="4" cy="12.5" r="1.75"/><circle cx="12" cy="9" r="1.75"/><path d="M4 5.25v5.5M4.5 5.2C5 7.6 7 9 10.25 9"/>',
  done: '<circle cx="8" cy="8" r="6.25"/><path d="m5.4 8.2 1.8 1.8 3.5-3.8"/>',
  run: '<rect x="2" y="2" width="5" height="5" rx="1.2"/><rect x="9" y="9" width="5" height="5" rx="1.2"/><path d="M4.5 7v2.5a2 2 0 0 0 2 2H9"/>',
  queue: '<path d="M2.5 4h11M2.5 8h8M2.5 12h5"/>',
  success:
    '<circle cx="8" cy="8" r="7" fill="currentColor" stroke="none"/><path d="m5 8.2 2.1 2.1 4-4.4" stroke="var(--paper)"/>',
  failure:
    '<path d="M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3z" fill="currentColor" stroke="none"/><path d="m5.8 5.8 4.4 4.4m0-4.4-4.4 4.4" stroke="var(--paper)"/>',
  active: '<circle cx="8" cy="8" r="6.25" opacity=".3"/><path class="spins" d="M8 1.75A6.25 6.25 0 0 1 14.25 8"/>',
  waiting: '<circle cx="8" cy="8" r="6.25"/><path d="M8 4.5V8l2.3 1.7"/>',
  stopped: '<circle cx="8" cy="8" r="6.25"/><path d="M3.8 12.2l8.4-8.4"/>',
  skipped: '<circle cx="8" cy="8" r="6.25" stroke-dasharray="2.5 2"/><path d="M5.5 8h5"/>',
  comment: '<path d="M2 3.5h12v8H8l-3.3 2.7V11.5H2z"/>',
  file: '<path d="M3.5 1.75h5.7l3.3 3.3v9.2h-9zM9 2v3.25h3.3"/>',
  smile: '<circle cx="8" cy="8" r="6.25"/><path d="M5.2 9.6a3.3 3.3 0 0 0 5.6 0M6 6.2v.1M10 6.2v.1"/>',
  more: '<path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.4"/>',
  lock: '<rect x="3" y="7" width="10" height="7" rx="1.5"/><path d="M5.2 7V5a2.8 2.8 0 0 1 5.6 0v2"/>',
  branch:
    '<circle cx="4" cy="3.5" r="1.75"/><circle cx="4" cy="12.5" r="1.75"/><circle cx="12" cy="4.5" r="1.75"/><path d="M4 5.25v5.5M12 6.25c0 2.5-3 3-7.5 4.7"/>',
  plus: '<path d="M8 3v10M3 8h10"/>',
  download: '<path d="M8 2v8M4.8 7.2 8 10.4l3.2-3.2M2.5 13.5h11"/>',
  label: '<path d="M2.5 2.5h5.2l5.8 5.8-5.2 5.2-5.8-5.8zM5.4 5.4v.1"/>',
  warning: '<path d="M8 2 14.5 13.5h-13zM8 6.5v3M8 11.6v.1"/>',
  people:
    '<circle cx="6" cy="5" r="2.5"/><path d="M1.5 13.5c0-2.5 2-4 4.5-4s4.5 1.5 4.5 4M10.5 2.7a2.5 2.5 0 0 1 0 4.6M12 9.9c1.5.5 2.5 1.8 2.5 3.6"/>',
} as const;

export type IconName = keyof typeof shapes;

/** An icon that says nothing by itself. */
export function icon(name: IconName): Markup {
  return raw(
    `<svg class="icon" viewBox="0 0 16 16" width="16" height="16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">${shapes[name]}</svg>`,
  );
}
