import { html } from 'hono/html';
import type { Markup } from './markup.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time. The browser rewrites it as how long ago that was: so the page of the same facts is the same text. */
export function moment(iso: string): Markup {
  return html`<time datetime="${iso}" title="${inWords(iso)}" data-ago>${inWords(iso)}</time>`;
}

function inWords(iso: string): string {
  const [date = '', clock = ''] = iso.split('T');
  const [year, month, day] = date.split('-').map(Number);
  return `${day} ${months[(month ?? 1) - 1]} ${year}, ${clock.slice(0, 5)} UTC`;
}

/** How long something took; while it goes on, the browser counts. */
export function duration(from: string | null, to: string | null): Markup {
  if (from === null) return html``;
  if (to === null) return html`<span class="num" data-since="${from}">…</span>`;
  return html`<span class="num">${span(Date.parse(to) - Date.parse(from))}</span>`;
}

function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
