import { briefDuration } from '../reply/duration.ts';
import { say } from '../reply/say.ts';
import { type JobName, jobOf, type Span, type Timeline } from './timeline.ts';

/** A picture with more rows is no picture; the table above it names each turn. */
const MOST_ROWS = 40;
/** A wait of less than this is none. */
const SHORTEST_WAIT = 1500;

interface Row {
  readonly job: JobName;
  readonly name: string;
  /** `active`: Codex is at work. `done`: nothing of ours is. */
  readonly tag?: 'active' | 'crit' | 'done';
  readonly from: number;
  readonly to: number;
}

/**
 * A Mermaid chart of what a run did and when, and of what it waited for between its jobs. All words in it are ours; the
 * page shows the times in the reader's own zone.
 */
export function renderGantt(timeline: Timeline): string {
  const spans = drawn(timeline.spans);
  const rows = withWaits(spans.slice(0, MOST_ROWS));
  const lines = rows.flatMap((row, index) => [
    ...(rows[index - 1]?.job === row.job ? [] : [`    section ${row.job}`]),
    `    ${row.name} :${row.tag === undefined ? '' : `${row.tag}, `}${row.from}, ${Math.max(row.to, row.from + 1)}`,
  ]);
  const chart = ['```mermaid', 'gantt', '    dateFormat x', `    axisFormat ${axisOf(rows)}`, ...lines, '```'].join(
    '\n',
  );
  const more = spans.length - MOST_ROWS;
  if (more <= 0) return chart;
  return `${chart}\n\n${more === 1 ? say('picture.more.one') : say('picture.more.other', { count: more })}`;
}

const HOUR = 3_600_000;

/** Short, or the labels of a long run stand upon each other. */
function axisOf(rows: readonly Row[]): string {
  const [first, last] = [rows[0]?.from ?? 0, rows.at(-1)?.to ?? 0];
  return last - first < HOUR ? '%M:%S' : '%H:%M';
}

/** In order. Codex is installed within the first turn: there the turn begins when that is done. */
function drawn(spans: readonly Span[]): readonly Span[] {
  const hasParts = spans.some(({ stage }) => stage === 'install' || stage === 'turn');
  const installs = spans.filter(({ stage }) => stage === 'install');
  return spans
    .filter(({ stage }) => stage !== 'run' || !hasParts)
    .map((span) => {
      const within = installs.find(({ from, to }) => span.stage === 'turn' && from >= span.from && to <= span.to);
      return within ? { ...span, from: within.to } : span;
    })
    .sort((one, other) => one.from - other.from);
}

/** Between two jobs a run waits for its thread or for a runner. */
function withWaits(spans: readonly Span[]): readonly Row[] {
  let turn = 0;
  return spans.flatMap((span, index) => {
    if (span.stage === 'turn') turn += 1;
    const row = rowOf(span, turn);
    const before = spans[index - 1];
    const waited = before !== undefined && jobOf(before.stage) !== row.job ? span.from - before.to : 0;
    if (before === undefined || waited < SHORTEST_WAIT) return [row];
    const wait = row.job === 'agent' ? say('picture.waitForThread') : say('picture.waitForRunner');
    const name = took(wait, waited);
    return [{ job: row.job, name, tag: 'done', from: before.to, to: span.from } as const, row];
  });
}

function rowOf({ stage, from, to, bad, request }: Span, turn: number): Row {
  const name = stage === 'turn' ? nameOf(turn, request) : say(`picture.${stage}`);
  const tag = bad ? 'crit' : stage === 'turn' ? 'active' : undefined;
  return { job: jobOf(stage), name: took(name, to - from), ...(tag ? { tag } : {}), from, to };
}

const nameOf = (number: number, request: string | undefined): string =>
  request === undefined ? say('picture.turn', { number }) : say('picture.turnOf', { number, request });

/** A team's own words end no task either. */
function took(stage: string, milliseconds: number): string {
  return say('picture.took', { stage, time: briefDuration(milliseconds) })
    .replace(/[:;#\s]+/g, ' ')
    .trim();
}
