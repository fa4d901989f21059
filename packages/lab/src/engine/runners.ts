/** A limited number of machines: a job waits until one is free. */
export interface Runners {
  /** Resolves to the release of a machine, or undefined when the signal fires first. */
  take(signal: AbortSignal): Promise<(() => void) | undefined>;
}

/** First come, first served. */
export function createRunners(count: number): Runners {
  let free = count;
  const waiting: (() => void)[] = [];
  const release = () => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return {
    async take(signal) {
      if (signal.aborted) return undefined;
      if (free > 0) {
        free -= 1;
        return release;
      }
      return new Promise((resolve) => {
        const start = () => {
          signal.removeEventListener('abort', leave);
          resolve(release);
        };
        const leave = () => {
          waiting.splice(waiting.indexOf(start), 1);
          resolve(undefined);
        };
        waiting.push(start);
        signal.addEventListener('abort', leave, { once: true });
      });
    },
  };
}
