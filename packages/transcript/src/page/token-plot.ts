import type { TurnStory } from '../story/thread-story.ts';
import { type Html, html } from './html.ts';
import { type PlotPoint, plotPoints } from './plot-points.ts';
import { grouped, short } from './words.ts';

const WIDTH = 1000;
const HEIGHT = 1000;

/** Tokens over the time that Codex worked, as a picture, and as a table for whoever cannot see it. */
export function tokenPlot(turns: readonly TurnStory[]): Html {
  const { points, turns: bands } = plotPoints(turns);
  const last = points.at(-1);
  if (last === undefined || bands.length === 0) return html``;
  const top = niceTop(last.cached + last.input + last.output);
  const area = (lower: Stack, upper: Stack): Html => html`<polygon points="${outline(points, lower, upper, top)}"/>`;
  const total = last.cached + last.input + last.output;
  return html`<section class="card plot">
<h2>Tokens over time</h2>
<ul class="legend">
<li class="cached">Cached input <b>${short(last.cached)}</b></li>
<li class="input">New input <b>${short(last.input)}</b></li>
<li class="output">Output <b>${short(last.output)}</b></li>
</ul>
<svg class="tokens" width="100%" height="212" role="img" aria-label="Tokens used, added up over the time that Codex worked: ${grouped(total)} at the end of ${bands.length === 1 ? 'one turn' : `${bands.length} turns`}. The figures stand in the table below.">
${bands.map(({ from, to }, index) => html`<rect class="band${index % 2 === 1 ? ' even' : ''}" x="${percent(from)}" y="10" width="${percent(to - from)}" height="176"/>`)}
${[0.25, 0.5, 0.75, 1].map((part) => html`<line class="grid" x1="0" x2="100%" y1="${186 - 176 * part}" y2="${186 - 176 * part}"/>`)}
<svg x="0" y="10" width="100%" height="176" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none">
<g class="cached">${area(none, cached)}</g><g class="input">${area(cached, sent)}</g><g class="output">${area(sent, all)}</g>
</svg>
${[0.5, 1].map((part) => html`<text class="tick" x="4" y="${186 - 176 * part + 14}">${short(top * part)}</text>`)}
<line class="axis" x1="0" x2="100%" y1="186" y2="186"/>
${labelled(bands).map(({ from, to, number }) => html`<text class="turn" x="${percent((from + to) / 2)}" y="204">${number}</text>`)}
</svg>
<p class="caption">Turn, each as wide as the time it took</p>
${figures(turns)}
</section>
`;
}

type Stack = (point: PlotPoint) => number;
const none: Stack = () => 0;
const cached: Stack = (point) => point.cached;
const sent: Stack = (point) => point.cached + point.input;
const all: Stack = (point) => point.cached + point.input + point.output;

function outline(points: readonly PlotPoint[], lower: Stack, upper: Stack, top: number): string {
  const place = (stack: Stack) => (point: PlotPoint) =>
    `${round(point.at * WIDTH)},${round(HEIGHT * (1 - stack(point) / top))}`;
  return [...points.map(place(upper)), ...points.toReversed().map(place(lower))].join(' ');
}

const round = (number: number): number => Math.round(number * 10) / 10;
const percent = (part: number): string => `${round(part * 100)}%`;

/** A little more than what is shown, so that the lines of the grid have round figures. */
function niceTop(value: number): number {
  const unit = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 1.5, 2, 3, 4, 6, 8, 10].map((times) => times * unit).find((top) => top >= value) ?? value;
}

interface Band {
  readonly from: number;
  readonly to: number;
  readonly number: number;
}

/** Numbers that would stand on one another are left out. */
function labelled(bands: readonly Band[]): readonly Band[] {
  let end = -1;
  return bands.filter(({ from, to }) => {
    const middle = (from + to) / 2;
    if (middle - end < 0.06) return false;
    end = middle;
    return true;
  });
}

function figures(turns: readonly TurnStory[]): Html {
  const rows = turns.flatMap(({ number, told }) =>
    told && told.calls.length > 0 ? [{ number, calls: told.calls }] : [],
  );
  const cells = rows.map(({ number, calls }) => {
    const sum = (of: (call: (typeof calls)[number]) => number): string =>
      grouped(calls.reduce((total, call) => total + of(call), 0));
    return html`<tr><th scope="row"><a href="#turn-${number}">Turn ${number}</a></th><td>${calls.length}</td><td>${sum(({ input }) => input)}</td><td>${sum((call) => call.cached)}</td><td>${sum(({ output }) => output)}</td></tr>`;
  });
  return html`<details class="figures"><summary>The figures</summary><table><thead><tr><th scope="col">Turn</th><th scope="col">Calls</th><th scope="col">Input</th><th scope="col">of it cached</th><th scope="col">Output</th></tr></thead><tbody>${cells}</tbody></table></details>`;
}
