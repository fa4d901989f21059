import type { Ledger, RequestRecord, TurnRecord } from '@codex-worker/core';
import { cutText } from './excerpt.ts';
import type { ToldTurn } from './read-turns.ts';
import { type Step, weightOf } from './step.ts';

/** A turn of a thread: what the ledger knows of it, and what the rollout tells. */
export interface TurnStory {
  /** As people count, from 1. */
  readonly number: number;
  readonly requests: readonly RequestRecord[];
  readonly record: TurnRecord | undefined;
  /** Undefined where the session that is kept tells nothing of it. */
  readonly told: ToldTurn | undefined;
}

/** The turns of a thread, oldest first. */
export interface ThreadStory {
  readonly turns: readonly TurnStory[];
  /** Older turns that are not shown. */
  readonly older: number;
}

const MOST_TURNS = 200;
/** Characters of all turns together: with its markup a page is then some megabytes, which a phone still opens. */
const MOST_WEIGHT = 600_000;

/**
 * Puts together what the ledger and the rollout say. Codex and the job have one clock: a told turn is of the newest turn
 * in the ledger that had begun by then.
 */
export function threadStory({ turns, requests }: Ledger, told: readonly ToldTurn[]): ThreadStory {
  const toldOf = new Map<number, ToldTurn[]>();
  for (const one of told) {
    const index = turns.findLastIndex((turn) => isOf(turn, one));
    toldOf.set(index, [...(toldOf.get(index) ?? []), one]);
  }
  const known = turns.map((record, index) => ({
    requests: requests.filter(({ turn }) => turn === index),
    record,
    told: merged(toldOf.get(index)),
  }));
  const unknown = (toldOf.get(-1) ?? []).map((one) => ({ requests: [], record: undefined, told: one }));
  const all = [...unknown, ...known].map((turn, index) => ({ ...turn, number: index + 1 }));
  return { turns: withinWeight(all.slice(-MOST_TURNS)), older: Math.max(0, all.length - MOST_TURNS) };
}

/** The ledger's times are those of the job's clock, read just before Codex starts. */
function isOf({ startedAt, undone }: TurnRecord, { began }: ToldTurn): boolean {
  return undone === undefined && Date.parse(startedAt) <= Date.parse(began);
}

/** Codex was started more than once for a turn. */
function merged(told: readonly ToldTurn[] = []): ToldTurn | undefined {
  const [first, ...more] = told;
  return more.reduce<ToldTurn | undefined>(
    (before, after) =>
      before && {
        ...after,
        began: before.began,
        plan: after.plan.length > 0 ? after.plan : before.plan,
        steps: [...before.steps, ...after.steps],
        left: before.left + after.left,
        calls: [...before.calls, ...after.calls],
      },
    first,
  );
}

/**
 * The newest turns are whole. Of the older ones the words are cut and the first steps are left out, where there is no room
 * for them.
 */
function withinWeight(turns: readonly TurnStory[]): readonly TurnStory[] {
  let room = MOST_WEIGHT;
  const fit = (told: ToldTurn): ToldTurn => {
    const take = (text: string): string => {
      const taken = text.length <= room ? text : shortened(text);
      room = Math.max(0, room - taken.length);
      return taken;
    };
    const prompt = take(told.prompt);
    const before = take(told.before);
    const answer = told.answer === undefined ? undefined : take(told.answer);
    const steps = lastWithin(told.steps, room);
    room -= steps.reduce((sum, step) => sum + weightOf(step), 0);
    return { ...told, before, prompt, answer, steps, left: told.left + told.steps.length - steps.length };
  };
  const newestFirst = turns.toReversed().map((turn) => (turn.told ? { ...turn, told: fit(turn.told) } : turn));
  return newestFirst.toReversed();
}

/** Enough to know what it was about. */
const SHORT = 600;
const shortened = (text: string): string => cutText(text, SHORT, (same) => same);

function lastWithin(steps: readonly Step[], room: number): readonly Step[] {
  let weight = 0;
  const firstOut = steps.findLastIndex((step) => {
    weight += weightOf(step);
    return weight > room;
  });
  return steps.slice(firstOut + 1);
}
