import { html, raw } from 'hono/html';
import type { Markup } from '../frame/markup.ts';

interface Bar {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly failed: boolean;
}

interface Section {
  readonly name: string;
  readonly bars: readonly Bar[];
}

/**
 * A Gantt chart of Mermaid's, as far as job summaries have it: sections, and bars that begin and end at a time in
 * milliseconds. Undefined for everything else, which GitHub draws and the lab shows as its text.
 */
export function gantt(source: string): Markup | undefined {
  const sections = parse(source);
  const bars = sections?.flatMap((section) => section.bars) ?? [];
  if (sections === undefined || bars.length === 0) return undefined;
  const begin = Math.min(...bars.map(({ from }) => from));
  const total = Math.max(1, ...bars.map(({ to }) => to - begin));
  return html`<div class="gantt">${sections.map(
    ({ name, bars }) =>
      html`<p class="gantt-section">${name}</p><ul>${bars.map((bar) => html`<li><span class="gantt-name">${bar.name}</span>${drawn(bar, begin, total)}</li>`)}</ul>`,
  )}</div>`;
}

function parse(source: string): readonly Section[] | undefined {
  const [first = '', ...lines] = source
    .trim()
    .split('\n')
    .map((line) => line.trim());
  if (first !== 'gantt') return undefined;
  const sections: { name: string; bars: Bar[] }[] = [];
  for (const line of lines) {
    const section = /^section (.+)$/.exec(line)?.[1];
    if (section !== undefined) sections.push({ name: section, bars: [] });
    const [, name, tags = '', from, to] = /^(.+?)\s*:((?:\w+, )*)(\d+), (\d+)$/.exec(line) ?? [];
    if (name === undefined) continue;
    if (sections.length === 0) sections.push({ name: '', bars: [] });
    sections.at(-1)?.bars.push({ name, from: Number(from), to: Number(to), failed: /\bcrit\b/.test(tags) });
  }
  return sections;
}

function drawn({ from, to, failed }: Bar, begin: number, total: number): Markup {
  const at = (time: number) => ((100 * (time - begin)) / total).toFixed(1);
  const wide = Math.max(0.8, (100 * (to - from)) / total).toFixed(1);
  return raw(
    `<svg class="bar-space ${failed ? 'bad' : 'good'}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8"/><rect x="${at(from)}" width="${wide}" height="8" fill="currentColor"/></svg>`,
  );
}
