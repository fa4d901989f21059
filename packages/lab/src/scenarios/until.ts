import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until something is so. */
export async function until(isSo: () => boolean | Promise<boolean>, limitMs = 60_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!(await isSo())) {
    if (Date.now() > end) throw new Error(`It was never so: ${isSo}`);
    await sleep(25);
  }
}
