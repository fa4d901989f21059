import { type Case, faultKinds, type Kill, type PlannedFault } from './case.ts';
import { killsOf, type Reference } from './enumerate.ts';

/** A source of numbers from 0 to 1 that a seed repeats (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Up to one kill, up to two faults and some comments, together. */
export function randomCase(references: readonly Reference[], random: () => number): Case {
  const pick = <T>(all: readonly T[]): readonly T[] => all.slice(Math.floor(random() * all.length)).slice(0, 1);
  const [reference] = pick(references);
  if (reference === undefined) throw new Error('There is no reference to vary.');
  const kills: readonly Kill[] = random() < 0.6 ? pick(killsOf(reference.steps)) : [];
  const faults = Array.from({ length: 1 + Math.floor(random() * 2) }).flatMap((): readonly PlannedFault[] => {
    const [route] = pick(reference.routes);
    const [kind] = pick(faultKinds);
    const times = random() < 0.2 ? 100 : 1 + Math.floor(random() * 3);
    // A rate limit that never ends is waited for, for minutes.
    return route === undefined || kind === undefined ? [] : [{ route, kind, times: isLimit(kind) ? 1 : times }];
  });
  return { kind: 'disturbed', stage: reference.stage, kills, faults, comments: Math.floor(random() * 3) };
}

const isLimit = (kind: string): boolean => kind === '403' || kind === '429';
