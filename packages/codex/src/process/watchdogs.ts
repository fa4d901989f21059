import type { Stop, StopReason } from './stop.ts';

const MINUTE_MS = 60_000;
/** Codex exits within 0.2 s of its last event; a hung exit must not cost the answer. */
const LINGER_MS = 10_000;

/** How long a turn may take. */
export interface Patience {
  /** In all. */
  readonly wallMinutes: number;
  /** Without an event. A command that runs gives none. */
  readonly idleMinutes: number;
}

/** Three clocks, each of which may ask for the end of the turn. */
export interface Watchdogs extends Disposable {
  /** An event came in. */
  alive(): void;
  /** The turn is over; only the exit is missing. */
  done(): void;
}

export function watch(patience: Patience, stop: Stop, signal: AbortSignal): Watchdogs {
  const after = (ms: number, reason: StopReason) => setTimeout(() => stop.ask(reason), ms);
  const cancel = () => stop.ask('cancelled');
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel, { once: true });
  const wall = after(patience.wallMinutes * MINUTE_MS, 'wall');
  let next = after(patience.idleMinutes * MINUTE_MS, 'idle');
  return {
    alive: () => void next.refresh(),
    done: () => {
      clearTimeout(next);
      clearTimeout(wall);
      next = after(LINGER_MS, 'lingering');
    },
    [Symbol.dispose]: () => {
      clearTimeout(wall);
      clearTimeout(next);
      signal.removeEventListener('abort', cancel);
    },
  };
}
