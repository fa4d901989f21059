import { wholeSeconds } from '../thread/whole-seconds.ts';

/** A clock that moves only when it is told to. */
export interface FakeClock {
  now(): Date;
  /** The time as GitHub writes it: whole seconds. */
  stamp(): string;
  advance(seconds: number): void;
}

export function fakeClock(start = '2026-03-01T10:00:00Z'): FakeClock {
  let ms = Date.parse(start);
  return {
    now: () => new Date(ms),
    stamp: () => wholeSeconds(ms),
    advance: (seconds) => {
      ms += seconds * 1000;
    },
  };
}
