/**
 * A request to stop, which reaches everything below it. A polite request lets `always()` and `cancelled()` run on;
 * a forced one ends all at once.
 */
export interface Cancellation {
  readonly requested: AbortSignal;
  readonly forced: AbortSignal;
  request(): void;
  force(): void;
  /**
   * A part of this work that can also be stopped alone. What starts after a polite request is not stopped by it:
   * it runs because its condition says so.
   */
  part(): Cancellation;
}

/** The root of a run, or of nothing at all when a parent is given. */
export function createCancellation(parent?: Cancellation): Cancellation {
  const polite = new AbortController();
  const hard = new AbortController();
  const requested =
    parent === undefined || parent.requested.aborted
      ? polite.signal
      : AbortSignal.any([polite.signal, parent.requested]);
  const forced = parent === undefined ? hard.signal : AbortSignal.any([hard.signal, parent.forced]);
  const cancellation: Cancellation = {
    requested,
    forced,
    request: () => polite.abort(),
    force: () => {
      polite.abort();
      hard.abort();
    },
    part: () => createCancellation(cancellation),
  };
  return cancellation;
}

/** Resolves when the signal fires; at once if it has. */
export function fired(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
