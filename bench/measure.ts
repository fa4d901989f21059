/** What was measured of one thing, over all rounds. */
export interface Result {
  readonly name: string;
  readonly unit: 'ms' | 'calls' | 'MB';
  readonly rounds: number;
  readonly median: number;
  readonly min: number;
  readonly max: number;
  /** What the design allows; undefined for what is measured beside it. */
  readonly budget: number | undefined;
  readonly note: string | undefined;
}

export interface Figure {
  readonly name: string;
  readonly unit: Result['unit'];
  readonly values: readonly number[];
  readonly budget?: number;
  readonly note?: string;
}

/** Median and spread: a mean would let one busy moment of the machine speak for all. */
export function summarise({ name, unit, values, budget, note }: Figure): Result {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (index: number) => round(sorted[index] ?? Number.NaN);
  const last = sorted.length - 1;
  const median = round((at(Math.floor(last / 2)) + at(Math.ceil(last / 2))) / 2);
  return { name, unit, rounds: values.length, median, min: at(0), max: at(last), budget, note };
}

const round = (value: number): number => Math.round(value * 100) / 100;

/** Does something several times, one after the other. */
export async function repeat<T>(rounds: number, once: (round: number) => Promise<T>): Promise<readonly T[]> {
  const results: T[] = [];
  for (let round = 0; round < rounds; round += 1) results.push(await once(round));
  return results;
}

/** How many milliseconds it took. */
export async function time(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
