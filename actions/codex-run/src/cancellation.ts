/**
 * A signal that the runner's first word aborts. A cancelled step gets SIGINT and has 7.5 s: the runner tells nobody but
 * this process, so Codex has to be ended from here.
 */
export function cancellation(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => controller.abort());
  return controller.signal;
}
