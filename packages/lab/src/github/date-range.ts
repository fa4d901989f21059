import { Refusal } from './refusal.ts';

/** Reads a range of times as GitHub's searches write them: `2026-11-22`, `>=…`, `<…`, `a..b`, `*..b`. */
export function createdIn(range: string | undefined): (time: string) => boolean {
  if (range === undefined) return () => true;
  const [, comparison = '', day = ''] = /^(>=|<=|>|<)?(.+)$/.exec(range) ?? [];
  const [from = '', to] = day.split('..');
  if (to !== undefined) return within(from === '*' ? -Infinity : begin(from), to === '*' ? Infinity : end(to));
  switch (comparison) {
    case '>':
      return within(end(day) + 1, Infinity);
    case '>=':
      return within(begin(day), Infinity);
    case '<':
      return within(-Infinity, begin(day) - 1);
    case '<=':
      return within(-Infinity, end(day));
  }
  return within(begin(day), end(day));
}

function within(from: number, to: number): (time: string) => boolean {
  return (time) => {
    const at = Math.floor(Date.parse(time) / 1000) * 1000;
    return at >= from && at <= to;
  };
}

/** A day begins at midnight, in UTC. */
function begin(text: string): number {
  const time = Date.parse(text);
  if (Number.isNaN(time)) throw new Refusal(422, `Invalid value for parameter 'created': ${text}`);
  return time;
}

const dayMs = 86_400_000;

/** A day lasts until its last second; a time is a second. */
function end(text: string): number {
  return begin(text) + (/^\d{4}-\d\d-\d\d$/.test(text) ? dayMs - 1000 : 0);
}
