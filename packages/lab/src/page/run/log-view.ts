import { html } from 'hono/html';
import type { Markup } from '../frame/markup.ts';
import { ansi } from './ansi.ts';
import type { LogLine, LogPart } from './read-log.ts';

/** Where lines are too many for a browser, the first ones are left out. */
const mostLines = 4_000;

/** The lines of a step, numbered, with its groups folded. */
export function logView(parts: readonly LogPart[], name: string): Markup {
  if (parts.length === 0) return html`<p class="quiet fields">It has printed nothing.</p>`;
  const left = parts.length - mostLines;
  return html`<div class="log" tabindex="0" role="region" aria-label="Log of ${name}">${left > 0 ? html`<p class="quiet">${left} lines above are not shown.</p>` : ''}${parts.slice(-mostLines).map(part)}</div>`;
}

function part(one: LogPart): Markup {
  if (one.kind === 'line') return lineOf(one.line);
  return html`<details class="log-group"><summary>${lineParts(one.title)}</summary>${one.lines.map(lineOf)}</details>`;
}

function lineOf(line: LogLine): Markup {
  const level = levelOf(line.text);
  return html`<div class="line ${level ?? ''}">${lineParts({ ...line, text: line.text.replace(/^##\[\w+\]/, '') }, level)}</div>`;
}

/** What the runner makes of a line. What speaks to the runner itself is not for a reader. */
function levelOf(text: string): string | undefined {
  if (/^::[\w-]+(?: [^:]*)?::/.test(text)) return 'command';
  return /^##\[(error|warning|notice|debug|command)\]/.exec(text)?.[1];
}

const spoken: Readonly<Record<string, string>> = { error: 'Error: ', warning: 'Warning: ', notice: 'Notice: ' };

function lineParts({ number, at, text }: LogLine, level?: string): Markup {
  const word = level === undefined ? undefined : spoken[level];
  return html`<span class="line-number" aria-hidden="true">${number}</span><span class="line-text" title="${at}">${word === undefined ? '' : html`<b>${word}</b>`}${ansi(text)}</span>`;
}
