import type { Excerpt } from '../story/excerpt.ts';
import type { Step } from '../story/step.ts';
import { diffView } from './diff-view.ts';
import { type Html, html } from './html.ts';
import { markdown } from './markdown.ts';
import { count, lasting } from './words.ts';

/** One step of a turn, as an entry of its list. */
export function stepView(step: Step): Html {
  switch (step.kind) {
    case 'thought':
      return entry('thought', 'Thought', markdown(step.text));
    case 'remark':
      return entry('remark', 'Said', markdown(step.text));
    case 'command':
      return entry(step.exitCode === 0 ? 'command' : 'command failed', 'Command', commandView(step));
    case 'change':
      return entry(
        step.applied ? 'change' : 'change failed',
        step.applied ? 'Files' : 'Files: could not be changed',
        diffView(step.files, step.left),
      );
    case 'search':
      return entry('search', 'Web search', html`<p>${step.query}</p>`);
    case 'tool':
      return entry(step.succeeded ? 'tool' : 'tool failed', 'Tool', toolView(step));
    case 'compaction':
      return entry('compaction', 'Memory', html`<p>Codex summed up the session so far, to have room for more.</p>`);
    case 'unknown':
      return entry('unknown', 'Other', html`<p>A step of the kind ${step.type}, which this page does not show.</p>`);
  }
}

const entry = (kind: string, name: string, content: Html): Html =>
  html`<li class="step ${kind}"><p class="label">${name}</p>${content}</li>
`;

/** Longer output is folded, and one that failed is open as far as it is short. */
const FEW_LINES = 12;

function commandView({ command, output, exitCode, seconds }: Extract<Step, { kind: 'command' }>): Html {
  const lines = output.first.length + output.left + output.last.length;
  const facts = html`<span class="chips">${exitChip(exitCode)}${seconds === undefined ? '' : html`<span class="chip">${lasting(seconds)}</span>`}</span>`;
  if (lines === 0) return html`<div class="run"><pre class="prompt"><code>${command}</code></pre>${facts}</div>`;
  const isOpen = exitCode !== 0 && lines <= FEW_LINES;
  return html`<details class="run"${isOpen ? html` open` : ''}><summary><code class="prompt">${command}</code>${facts}<span class="more">${count(lines, 'line')} of output</span></summary>${outputView(output)}</details>`;
}

function exitChip(exitCode: number | undefined): Html {
  if (exitCode === 0) return html`<span class="chip good">✓ exit 0</span>`;
  return exitCode === undefined || exitCode < 0
    ? html`<span class="chip bad">✗ stopped</span>`
    : html`<span class="chip bad">✗ exit ${exitCode}</span>`;
}

function toolView({ tool, input, output, succeeded }: Extract<Step, { kind: 'tool' }>): Html {
  const chip = succeeded ? html`<span class="chip good">✓ done</span>` : html`<span class="chip bad">✗ failed</span>`;
  return html`<details class="run"><summary><code class="prompt">${tool}</code><span class="chips">${chip}</span><span class="more">what it was given and said</span></summary>${outputView(input)}${outputView(output)}</details>`;
}

function outputView({ first, left, last }: Excerpt): Html {
  if (first.length === 0) return html``;
  if (left === 0) return html`<pre class="output">${first.join('\n')}</pre>`;
  return html`<pre class="output">${first.join('\n')}</pre><p class="note left">${count(left, 'line')} ${left === 1 ? 'is' : 'are'} left out here.</p><pre class="output">${last.join('\n')}</pre>`;
}
