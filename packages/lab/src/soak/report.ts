import { kindOfKill } from './case.ts';
import type { TurnCalls } from './long-thread.ts';
import type { Played, Soaked } from './soak.ts';

/** The figures of a soak, as `--report` writes them. */
export interface SoakReport {
  readonly seed: number;
  readonly minutes: number;
  readonly seconds: number;
  readonly enumerated: { readonly played: number; readonly all: number };
  readonly random: number;
  /** Cases that were played, all kinds together. */
  readonly schedules: number;
  readonly requests: number;
  /** What struck, by kind. */
  readonly kills: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  readonly redRuns: number;
  readonly lost: number;
  readonly double: number;
  readonly wrong: number;
  /** Requests that only a person's re-run mended. */
  readonly neededAHand: number;
  readonly turnCalls: readonly TurnCalls[];
  readonly cases: readonly Played[];
}

/** Counts what was played. */
export function reportOf(
  soaked: Soaked,
  { seed, minutes }: { readonly seed: number; readonly minutes: number },
): SoakReport {
  const { played, enumerated, seconds, turnCalls } = soaked;
  const sum = (of: (one: Played) => number) => played.reduce((all, one) => all + of(one), 0);
  return {
    seed,
    minutes,
    seconds,
    enumerated: { played: sum(({ origin }) => Number(origin === 'enumerated')), all: enumerated },
    random: sum(({ origin }) => Number(origin === 'random')),
    schedules: played.length,
    requests: sum(({ requests }) => requests),
    kills: tally(played.flatMap(({ kills }) => kills.map(kindOfKill))),
    faults: tally(played.flatMap(({ faults }) => faults.map(({ kind }) => kind))),
    redRuns: sum(({ red }) => red),
    lost: sum(({ lost }) => lost.length),
    double: sum(({ double }) => double.length),
    wrong: sum(({ wrong }) => wrong.length),
    neededAHand: sum(({ hand }) => hand.length),
    turnCalls,
    cases: played,
  };
}

/** Why a soak has proven nothing; undefined where a case was played. */
export function nothingPlayed(
  { schedules, minutes }: Pick<SoakReport, 'schedules' | 'minutes'>,
  only: string | undefined,
): string | undefined {
  if (schedules > 0) return undefined;
  if (only !== undefined) return `--only is "${only}". No case has these words.`;
  return `--minutes is ${minutes}. No case was played in that time: give more.`;
}

function tally(kinds: readonly string[]): Readonly<Record<string, number>> {
  const sorted = kinds.toSorted();
  return Object.fromEntries([...Map.groupBy(sorted, (kind) => kind)].map(([kind, all]) => [kind, all.length]));
}
