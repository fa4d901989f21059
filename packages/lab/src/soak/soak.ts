import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Case, kindOf } from './case.ts';
import { createCaseList, type Patience, type Taken } from './case-list.ts';
import { describeCase } from './describe.ts';
import { measureTurnCalls, type TurnCalls } from './long-thread.ts';
import { observeStory } from './observe.ts';
import { type Outcome, playCase } from './play-case.ts';
import { openStage, type SoakStage } from './stage.ts';

/** One case as it went. */
export interface Played extends Outcome {
  readonly kind: string;
  readonly what: string;
  readonly origin: Taken['origin'];
  /** Seconds since the begin. */
  readonly at: number;
  readonly ms: number;
  /** Where its runs' logs are, if it went wrong. */
  readonly logs?: string;
}

/** How far a soak is. */
export interface Progress {
  readonly played: readonly Played[];
  /** The enumerated cases there are. */
  readonly enumerated: number;
  readonly running: readonly string[];
}

export interface SoakOrder {
  readonly minutes: number;
  readonly seed: number;
  /** The folder whose actions and workflows run, if not this repository. */
  readonly product: string | undefined;
  /** Plays the cases whose description has these words, and no others. */
  readonly only: string | undefined;
  readonly onProgress: (progress: Progress) => void;
}

export interface Soaked extends Progress {
  readonly turnCalls: readonly TurnCalls[];
  readonly seconds: number;
}

// A case keeps one core busy about half of the time; the rest it waits for Codex and for pauses between attempts.
const busyLanes = 4;
// A call whose time runs out takes half a minute in which nothing happens.
const patientLanes = 3;
const casesPerLab = 30;
const progressMs = 5_000;
const caseLimitMs = 600_000;

/** Plays the enumerated cases, then random ones, until the time is over. */
export async function soak({ minutes, seed, product, only, onProgress }: SoakOrder): Promise<Soaked> {
  const began = performance.now();
  const isOver = () => only === undefined && performance.now() - began > minutes * 60_000;
  const calls = only === undefined ? measureTurnCalls(product) : [];
  const list = createCaseList(await observed(product), { seed, only, hangs: only !== undefined || minutes >= 15 });
  const played: Played[] = [];
  const running = new Set<string>();
  const report = () => onProgress({ played, enumerated: list.enumerated, running: [...running] });
  using timer = new DisposableStack();
  timer.adopt(setInterval(report, progressMs), clearInterval);
  const play = async (stage: SoakStage, taken: Taken) => {
    const what = describeCase(taken.one);
    running.add(what);
    const one = await playTimed(stage, taken, began);
    running.delete(what);
    played.push(one);
    report();
    return one;
  };
  /** Plays in one lab until it has served its time; what it answers is for the next. */
  const playLab = async (patience: Patience, first: Taken): Promise<Taken | undefined> => {
    await using stage = await openStage(product);
    for (let taken = first, left = casesPerLab; ; left -= 1) {
      const isSound = isFine(await play(stage, taken));
      // What went wrong would only go wrong again.
      const isUsedUp = !isSound || left === 1;
      const next = list.take(patience, isUsedUp ? 'new-lab' : 'same-lab');
      const isLast = isUsedUp || isOver() || next === undefined;
      if (isLast && isSound && stage.owesNext) await play(stage, { one: { kind: 'next' }, origin: 'chain' });
      if (isLast) return next;
      taken = next;
    }
  };
  const lane = async (patience: Patience) => {
    let taken = list.take(patience, 'new-lab');
    while (taken !== undefined && !isOver()) taken = await playLab(patience, taken);
  };
  await Promise.all([
    ...Array.from({ length: busyLanes }, () => lane('busy')),
    ...Array.from({ length: patientLanes }, () => lane('patient')),
  ]);
  const seconds = Math.round((performance.now() - began) / 1000);
  return { played, enumerated: list.enumerated, running: [], turnCalls: await calls, seconds };
}

async function observed(product: string | undefined) {
  await using stage = await openStage(product);
  return await observeStory(stage);
}

/** Whether nothing is lost, double or wrong. */
export const isFine = ({ lost, double, wrong }: Outcome): boolean => lost.length + double.length + wrong.length === 0;

async function playTimed(stage: SoakStage, { one, origin }: Taken, began: number): Promise<Played> {
  const start = performance.now();
  const outcome = await limited(stage, one);
  const logs = isFine(outcome) ? undefined : await mkdtemp(path.join(tmpdir(), 'codex-worker-soak-'));
  if (logs !== undefined) await stage.saveLogs(logs);
  return {
    kind: kindOf(one),
    what: describeCase(one),
    origin,
    ...outcome,
    at: Math.round(start - began) / 1000,
    ms: Math.round(performance.now() - start),
    ...(logs === undefined ? {} : { logs }),
  };
}

async function limited(stage: SoakStage, one: Case): Promise<Outcome> {
  const over = new AbortController();
  const outcome = await Promise.race([
    playCase(stage, one).catch((error: unknown) => broken(String(error))),
    sleep(caseLimitMs, broken(`the case took more than ${caseLimitMs / 1000} s`), { signal: over.signal, ref: false }),
  ]);
  over.abort();
  return outcome;
}

const broken = (why: string): Outcome => ({
  lost: [why],
  double: [],
  wrong: [],
  kills: [],
  faults: [],
  requests: 0,
  runs: 0,
  worked: 0,
  red: 0,
  hand: [],
});
