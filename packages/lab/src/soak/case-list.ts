import type { Case } from './case.ts';
import { describeCase } from './describe.ts';
import { enumerateCases, loads } from './enumerate.ts';
import type { Reference } from './observe.ts';
import { randomCase, seededRandom } from './random-case.ts';

/** A case, and where it comes from. */
export interface Taken {
  readonly one: Case;
  readonly origin: 'enumerated' | 'random' | 'chain';
}

/** The cases that are left to play. */
export interface CaseList {
  /** How many enumerated cases there are, as far as that is known. */
  readonly enumerated: number;
  /** The next one; a patient lane plays only what mostly waits, and ends with it. */
  take(patience: 'busy' | 'patient'): Promise<Taken | undefined>;
}

export interface CaseListOrder {
  /** The loads need none, and are played while the others are looked for. */
  readonly references: Promise<readonly Reference[]>;
  readonly seed: number;
  /** Only the cases whose description has these words. */
  readonly only: string | undefined;
}

/** Both loads, the enumerated cases, then random ones without end. */
export function createCaseList({ references, seed, only }: CaseListOrder): CaseList {
  const isWanted = (one: Case) => only === undefined || describeCase(one).includes(only);
  const atOnce = loads.filter(isWanted);
  let enumerated = atOnce.length;
  const waiting = references.then((all) => {
    const cases = enumerateCases(all, seededRandom(seed)).filter(isWanted);
    enumerated += cases.length;
    return { patient: cases.filter(waits), busy: cases.filter((one) => !waits(one)) };
  });
  const randoms = randomNumbers(only);
  const nextRandom = async (): Promise<Taken | undefined> => {
    const nth = randoms();
    return nth === undefined ? undefined : { one: randomCase(await references, seed, nth), origin: 'random' };
  };
  return {
    get enumerated() {
      return enumerated;
    },
    async take(patience) {
      const load = patience === 'busy' ? atOnce.shift() : undefined;
      if (load !== undefined) return { one: load, origin: 'enumerated' };
      const { busy, patient } = await waiting;
      const one = patience === 'busy' ? (busy.shift() ?? patient.shift()) : patient.shift();
      if (one !== undefined) return { one, origin: 'enumerated' };
      return patience === 'busy' ? nextRandom() : undefined;
    },
  };
}

/** One after the other; where only one is asked for, that one. */
function randomNumbers(only: string | undefined): () => number | undefined {
  let count = 0;
  if (only === undefined) return () => ++count;
  const named = /^random (\d+)$/.exec(only)?.[1];
  return () => (count++ === 0 && named !== undefined ? Number(named) : undefined);
}

const waits = (one: Case): boolean => one.kind === 'disturbed' && one.faults.some(({ kind }) => kind === 'timeout');
