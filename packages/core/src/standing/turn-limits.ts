import { Failure } from '../failure/failure.ts';
import { sameLogin } from './standing.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How many turns there may be in a window of time; undefined where there is no limit. */
export interface TurnLimits {
  readonly turnsPerHour: number | undefined;
  readonly turnsPerDay: number | undefined;
  readonly personTurnsPerHour: number | undefined;
  readonly personTurnsPerDay: number | undefined;
}

/** A turn that was taken, or that the worker has promised to take. */
export interface CountedTurn {
  /** Who asked for it. */
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
}

/** A limit that is used up. */
export interface UsedUp {
  /** The input that sets it. */
  readonly input: 'turns-per-hour' | 'turns-per-day' | 'person-turns-per-hour' | 'person-turns-per-day';
  readonly most: number;
  /** When one more turn fits, ISO 8601. */
  readonly again: string;
}

/** Where the turns of the repository are written down. */
export interface TurnRecords {
  /** Turns since a time, in no order. `before` is our comment that promises a turn: what was promised later does not count. */
  turnsSince(since: string, before: number): Promise<readonly CountedTurn[]>;
}

/** Refuses an attempt that the router has not counted: "Re-run failed jobs" leaves out a router that ended well. */
export function refuseUncounted(attempt: number, counted: number | undefined): void {
  if (counted === undefined || attempt <= counted) return;
  throw new Failure('turns-used-up', {
    what: 'Nothing was run: turns are limited here, and "Re-run failed jobs" takes one that nobody has counted.',
    fix: 'Choose "Re-run all jobs", or ask again in a comment.',
  });
}

/** Whether anything is limited. */
export const isLimited = (limits: TurnLimits): boolean => limitsOf(limits).length > 0;

/** Since when turns count; undefined where nothing is limited. */
export function countedSince(limits: TurnLimits, now: string): string | undefined {
  const windows = limitsOf(limits).map(({ window }) => window);
  return windows.length === 0 ? undefined : new Date(Date.parse(now) - Math.max(...windows)).toISOString();
}

/** The limit that leaves no turn for somebody; of several, the one that lasts longest. */
export function usedUp(limits: TurnLimits, turns: readonly CountedTurn[], by: string, now: string): UsedUp | undefined {
  return limitsOf(limits)
    .flatMap(({ input, most, window, ofPerson }) => {
      const since = Date.parse(now) - window;
      const times = turns
        .filter((turn) => !ofPerson || sameLogin(turn.by, by))
        .map(({ at }) => Date.parse(at))
        .filter((time) => time > since)
        .sort((a, b) => a - b);
      // One more fits as soon as fewer than the limit are left in the window.
      const last = times[times.length - most];
      return last === undefined ? [] : [{ input, most, again: new Date(last + window).toISOString() }];
    })
    .sort((a, b) => Date.parse(b.again) - Date.parse(a.again))[0];
}

function limitsOf({ turnsPerHour, turnsPerDay, personTurnsPerHour, personTurnsPerDay }: TurnLimits) {
  const all = [
    { input: 'turns-per-hour', most: turnsPerHour, window: HOUR_MS, ofPerson: false },
    { input: 'turns-per-day', most: turnsPerDay, window: DAY_MS, ofPerson: false },
    { input: 'person-turns-per-hour', most: personTurnsPerHour, window: HOUR_MS, ofPerson: true },
    { input: 'person-turns-per-day', most: personTurnsPerDay, window: DAY_MS, ofPerson: true },
  ] as const;
  return all.flatMap(({ most, ...limit }) => (most === undefined || most === 0 ? [] : [{ ...limit, most }]));
}
