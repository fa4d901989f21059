import { setTimeout as sleep } from 'node:timers/promises';
import { mayHaveWorked } from './answer.ts';

const ATTEMPTS = 3;

/** Creates something exactly once: when an answer got lost, looks for what it may have created before trying again. */
export async function once<T>(
  create: () => Promise<T>,
  find: () => Promise<T | undefined>,
  retryDelay: number,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await create();
    } catch (error) {
      if (!mayHaveWorked(error) || attempt === ATTEMPTS) throw error;
    }
    await sleep(retryDelay * attempt);
    const found = await find();
    if (found !== undefined) return found;
  }
}

/** Tries again what does no harm when it is done twice, when its answer got lost. */
export function again<T>(make: () => Promise<T>, retryDelay: number): Promise<T> {
  return once(make, async () => undefined, retryDelay);
}
