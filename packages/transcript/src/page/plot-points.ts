import type { TurnStory } from '../story/thread-story.ts';

/** The tokens that were used up to a time, from 0 to 1 of all the time that Codex worked. */
export interface PlotPoint {
  readonly at: number;
  readonly cached: number;
  /** Input that was not cached. */
  readonly input: number;
  readonly output: number;
}

export interface PlotPoints {
  readonly points: readonly PlotPoint[];
  /** Where each turn begins and ends, of those that called a model. */
  readonly turns: readonly { readonly number: number; readonly from: number; readonly to: number }[];
}

/** A page of a thousand calls needs no more points than a phone has dots. */
const MOST_POINTS = 400;
/** No turn is narrower than this part of the whole: a short one is to be seen too. */
const NARROWEST = 0.02;

/** Adds the calls of the model up. Between turns no time goes by: nobody worked. */
export function plotPoints(turns: readonly TurnStory[]): PlotPoints {
  const working = turns.flatMap(({ number, told }) => (told && told.calls.length > 0 ? [{ number, told }] : []));
  const lengths = working.map(({ told }) => Math.max(1, Date.parse(told.ended) - Date.parse(told.began) || 0));
  const whole = lengths.reduce((sum, length) => sum + length, 0);
  const widths = lengths.map((length) => Math.max(length / whole, NARROWEST));
  const scale = widths.reduce((sum, width) => sum + width, 0);
  const points: PlotPoint[] = [{ at: 0, cached: 0, input: 0, output: 0 }];
  const bands: PlotPoints['turns'][number][] = [];
  let from = 0;
  for (const [index, { number, told }] of working.entries()) {
    const width = (widths[index] ?? 0) / scale;
    for (const [place, call] of told.calls.entries()) {
      const before = points.at(-1) ?? { at: 0, cached: 0, input: 0, output: 0 };
      const passed = (Date.parse(call.at) - Date.parse(told.began)) / (lengths[index] ?? 1);
      const part = Number.isNaN(passed) ? (place + 1) / told.calls.length : Math.min(1, Math.max(0, passed));
      points.push({
        at: Math.max(before.at, from + width * part),
        cached: before.cached + call.cached,
        input: before.input + call.input - call.cached,
        output: before.output + call.output,
      });
    }
    bands.push({ number, from, to: from + width });
    from += width;
  }
  const end = points.at(-1);
  return { points: thinned(end ? [...points, { ...end, at: 1 }] : points), turns: bands };
}

function thinned(points: readonly PlotPoint[]): readonly PlotPoint[] {
  const every = Math.ceil(points.length / MOST_POINTS);
  return points.filter((_, index) => index % every === 0 || index === points.length - 1);
}
