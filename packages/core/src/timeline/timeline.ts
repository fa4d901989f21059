import * as v from 'valibot';
import { requestIdSchema } from '../request/request-schema.ts';
import { parseJson } from '../store/stored-json.ts';

/** What a run goes through, in order. `run` is the whole of codex-run: what it did stands apart. */
export const stages = ['route', 'restore', 'run', 'install', 'turn', 'review', 'persist', 'propose', 'reply'] as const;
export type Stage = (typeof stages)[number];

/** The first and the last second that a clock may reasonably show: what is outside is no time. */
const EARLIEST = Date.UTC(2020, 0);
const LATEST = Date.UTC(2120, 0);
/** More parts than a run of a day has. */
const MOST_SPANS = 400;

const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000));
const time = v.pipe(v.number(), v.integer(), v.minValue(EARLIEST), v.maxValue(LATEST));

const spanSchema = v.pipe(
  v.object({
    stage: v.picklist(stages),
    /** Milliseconds since 1970. */
    from: time,
    to: time,
    /** Calls of GitHub's API within it. */
    calls: v.exactOptional(count),
    /** It did not end well. */
    bad: v.exactOptional(v.literal(true)),
    /** The first request of a turn. */
    request: v.exactOptional(requestIdSchema),
  }),
  v.check(({ from, to }) => from <= to),
);
/** A part of a run. */
export type Span = Readonly<v.InferOutput<typeof spanSchema>>;

const timelineSchema = v.object({
  spans: v.pipe(v.array(spanSchema), v.maxLength(MOST_SPANS)),
  /** What GitHub's limit of calls was when it was last told. */
  rate: v.exactOptional(v.object({ left: count, of: count })),
});

/** What the jobs of a run did, and when. It holds numbers and words of ours: no text of anybody else fits in. */
export interface Timeline {
  readonly spans: readonly Span[];
  readonly rate?: { readonly left: number; readonly of: number };
}

/** A run of which nothing is known yet. */
export const noTimeline: Timeline = { spans: [] };

/** Reads what a step or a job before has told. What cannot be read is left out: a picture is not worth a run. */
export function readTimeline(told: unknown): Timeline {
  const parsed = v.safeParse(timelineSchema, typeof told === 'string' ? parseJson(told) : told);
  return parsed.success ? parsed.output : noTimeline;
}

/** The two as one; a later word on the limit goes before. */
export function joinTimelines(earlier: Timeline, later: Timeline): Timeline {
  const rate = later.rate ?? earlier.rate;
  return { spans: [...earlier.spans, ...later.spans].slice(-MOST_SPANS), ...(rate ? { rate } : {}) };
}

/** The jobs of a run, as its workflows name them. */
export type JobName = 'route' | 'agent' | 'publish';

/** The job that a stage belongs to. */
export function jobOf(stage: Stage): JobName {
  switch (stage) {
    case 'route':
      return 'route';
    case 'restore':
    case 'run':
    case 'install':
    case 'turn':
    case 'review':
    case 'persist':
      return 'agent';
    case 'propose':
    case 'reply':
      return 'publish';
  }
}

/** How many calls of GitHub's API each job made. */
export function callsByJob({ spans }: Timeline): ReadonlyMap<JobName, number> {
  const calls = new Map<JobName, number>();
  for (const { stage, calls: made = 0 } of spans) calls.set(jobOf(stage), (calls.get(jobOf(stage)) ?? 0) + made);
  return calls;
}
