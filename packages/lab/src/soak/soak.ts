import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Case, describeCase, kindOf } from './case.ts';
import { enumerateCases, observe, type Reference } from './enumerate.ts';
import { type Outcome, playCase, type Recovery } from './play-case.ts';
import { randomCase, seededRandom } from './random-case.ts';
import { openStage, type SoakStage } from './stage.ts';

/** One case as it went. */
export interface Played {
  readonly kind: string;
  readonly what: string;
  readonly enumerated: boolean;
  /** Whether its kill or fault met anything. */
  readonly struck: boolean;
  readonly requests: number;
  readonly recovery: Recovery;
  readonly lost: readonly string[];
  readonly double: readonly string[];
  /** Seconds since the begin. */
  readonly at: number;
  readonly ms: number;
  /** Where its runs' logs are, if it went wrong. */
  readonly logs?: string;
}

export interface SoakReport {
  readonly seed: number;
  readonly minutes: number;
  readonly enumerated: { readonly played: number; readonly all: number };
  readonly cases: readonly Played[];
  readonly lost: number;
  readonly double: number;
}

export interface SoakOrder {
  readonly minutes: number;
  readonly seed: number;
  readonly onCase: (played: Played, cases: readonly Played[], enumerated: number) => void;
}

// Cases mostly wait: for Codex, and for the pauses before a call is repeated.
const lanes = 3;
const casesPerLab = 8;
const caseLimitMs = 240_000;

/** Plays the enumerated cases, then random ones, until the time is over. */
export async function soak({ minutes, seed, onCase }: SoakOrder): Promise<SoakReport> {
  const began = performance.now();
  const isOver = () => performance.now() - began > minutes * 60_000;
  const references = await observeAll();
  const random = seededRandom(seed);
  const list = enumerateCases(references, random);
  const cases: Played[] = [];
  let next = 0;
  const takeCase = () => {
    const one = list[next] ?? randomCase(references, random);
    next += 1;
    return { one, enumerated: next <= list.length };
  };
  const lane = async () => {
    while (!isOver()) {
      await using stage = await openStage();
      for (let count = 0; count < casesPerLab && !isOver(); count++) {
        const taken = takeCase();
        const played = await play(stage, taken.one, { began, enumerated: taken.enumerated });
        cases.push(played);
        onCase(played, cases, list.length);
        // What went wrong would only go wrong again.
        if (played.logs !== undefined) break;
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  const sum = (of: (played: Played) => readonly string[]) => cases.reduce((all, one) => all + of(one).length, 0);
  const played = cases.filter(({ enumerated }) => enumerated).length;
  return {
    seed,
    minutes,
    enumerated: { played, all: list.length },
    cases,
    lost: sum(({ lost }) => lost),
    double: sum(({ double }) => double),
  };
}

/** What a first and a further request run and call, undisturbed. */
export async function observeAll(): Promise<readonly Reference[]> {
  await using stage = await openStage();
  return [await observe(stage, 'follow-up'), await observe(stage, 'opening')];
}

async function play(
  stage: SoakStage,
  one: Case,
  { began, enumerated }: { readonly began: number; readonly enumerated: boolean },
): Promise<Played> {
  const start = performance.now();
  const over = new AbortController();
  const outcome = await Promise.race([
    playCase(stage, one).catch((error: unknown) => broken(String(error))),
    sleep(caseLimitMs, broken(`the case took more than ${caseLimitMs / 1000} s`), { signal: over.signal, ref: false }),
  ]);
  over.abort();
  const bad = outcome.lost.length + outcome.double.length > 0;
  const logs = bad ? await mkdtemp(path.join(tmpdir(), 'codex-worker-soak-')) : undefined;
  if (logs !== undefined) await stage.saveLogs(logs);
  return {
    kind: kindOf(one),
    what: describeCase(one),
    enumerated,
    ...outcome,
    at: Math.round(start - began) / 1000,
    ms: Math.round(performance.now() - start),
    ...(logs === undefined ? {} : { logs }),
  };
}

const broken = (why: string): Outcome => ({ lost: [why], double: [], struck: true, requests: 0, recovery: 'comment' });
