import { type Case, faultKinds, type Kill, type PlannedFault, type Stage } from './case.ts';
import { callKills, killsOf } from './enumerate.ts';
import type { Reference } from './observe.ts';

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

const stages: readonly Stage[] = ['opening', 'moved', 'follow-up'];

/** The nth random case of a seed: up to one kill, up to two faults and some comments, together. */
export function randomCase(references: readonly Reference[], seed: number, nth: number): Case {
  const random = seededRandom(seed * 1_000_003 + nth);
  const pick = <T>(all: readonly T[]): readonly T[] => all.slice(Math.floor(random() * all.length)).slice(0, 1);
  const [reference] = pick(references.filter(({ stage }) => stages.includes(stage)));
  if (reference === undefined) throw new Error('There is no reference to vary.');
  const kills = random() < 0.6 ? pick<Kill>([...killsOf(reference.steps), ...callKills(reference)]) : [];
  const faults = Array.from({ length: 1 + Math.floor(random() * 2) }).flatMap((): readonly PlannedFault[] => {
    const [seen] = pick(reference.routes);
    const [kind] = pick(faultKinds);
    const times = random() < 0.2 ? 100 : 1 + Math.floor(random() * 3);
    if (seen === undefined || kind === undefined) return [];
    return [{ route: seen.route, kind, times: isWaitedFor(kind) ? 1 : times }];
  });
  const comments = Math.floor(random() * 3);
  const reruns = random() < 0.3;
  return { kind: 'disturbed', stage: reference.stage, kills, faults, comments, reruns, name: `random ${nth}` };
}

/** A limit that never ends is waited for, for minutes. */
const isWaitedFor = (kind: string): boolean => kind === '403' || kind === '429' || kind === 'timeout';
