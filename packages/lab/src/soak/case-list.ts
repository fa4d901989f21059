import type { Case } from './case.ts';
import { describeCase } from './describe.ts';
import { enumerateCases } from './enumerate.ts';
import type { Reference } from './observe.ts';
import { randomCase, seededRandom } from './random-case.ts';

/** A case, and where it comes from. */
export interface Taken {
  readonly one: Case;
  readonly origin: 'enumerated' | 'random' | 'chain';
}

export type Patience = 'busy' | 'patient';

/** The cases that are left to play. */
export interface CaseList {
  /** How many enumerated cases there are. */
  readonly enumerated: number;
  /** The next one; a patient lane plays only what mostly waits, and ends with it. In a new lab, an issue comes first. */
  take(patience: Patience, where: 'new-lab' | 'same-lab'): Taken | undefined;
}

export interface CaseListOrder {
  readonly seed: number;
  /** Only the cases whose description has these words. */
  readonly only: string | undefined;
  /** GitHub's own artifact client gives a call up after three to five minutes: a short soak leaves those out. */
  readonly hangs: boolean;
}

/** The enumerated cases, then random ones without end. */
export function createCaseList(references: readonly Reference[], { seed, only, hangs }: CaseListOrder): CaseList {
  const all = enumerateCases(references, seededRandom(seed));
  const chosen = all.filter((one) => only === undefined || describeCase(one).includes(only));
  const patient = chosen.filter((one) => waits(one) && (hangs || !isHangingArtifact(one)));
  const busy = chosen.filter((one) => !waits(one));
  const randoms = randomNumbers(only);
  const nextRandom = (): Taken | undefined => {
    const nth = randoms();
    return nth === undefined ? undefined : { one: randomCase(references, seed, nth), origin: 'random' };
  };
  return {
    enumerated: chosen.length,
    take(patience, where) {
      const queues = patience === 'busy' ? [busy, patient] : [patient];
      const queue = queues.find(({ length }) => length > 0) ?? [];
      const issue = where === 'new-lab' ? Math.max(0, queue.findIndex(opens)) : 0;
      const [one] = queue.splice(issue, 1);
      if (one !== undefined) return { one, origin: 'enumerated' };
      return patience === 'busy' ? nextRandom() : undefined;
    },
  };
}

const isHangingArtifact = (one: Case): boolean =>
  one.kind === 'disturbed' && one.faults.some(({ route }) => /^(?:POST \/twirp|[A-Z]+ \/_results)\//.test(route.name));

/** One after the other; where only one is asked for, that one. */
function randomNumbers(only: string | undefined): () => number | undefined {
  let count = 0;
  if (only === undefined) return () => ++count;
  const named = /^random (\d+)$/.exec(only)?.[1];
  return () => (count++ === 0 && named !== undefined ? Number(named) : undefined);
}

/** Its pull request is then the thread for what follows. */
const opens = (one: Case): boolean => one.kind === 'disturbed' && one.stage === 'opening';

const waits = (one: Case): boolean =>
  one.kind === 'disturbed' && one.faults.some(({ kind }) => kind === 'timeout' || kind === 'late');
