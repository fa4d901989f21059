import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { fired } from './cancellation.ts';

/** A process of a step: what to run and when to stop it. */
export interface ProcessOrder {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine: (line: string) => void;
  readonly onStart?: (pid: number) => void;
  /** Polite: the runner's signals and times. */
  readonly stop: AbortSignal;
  /** At once. */
  readonly kill: AbortSignal;
  readonly timeScale: number;
}

export type ProcessEnd =
  | { readonly kind: 'exited'; readonly code: number }
  | { readonly kind: 'signalled'; readonly signal: string }
  | { readonly kind: 'not-started'; readonly reason: string };

// actions/runner, ProcessInvoker: SIGINT, then SIGTERM, then SIGKILL, and a grace for pipes that children hold open.
const sigintMs = 7_500;
const sigtermMs = 2_500;
const drainMs = 5_000;

/** Runs a process to its end, handing over each line of stdout and stderr as it comes. */
export async function runProcess(order: ProcessOrder): Promise<ProcessEnd> {
  const [command, ...args] = order.argv;
  const running = spawn(command, args, { cwd: order.cwd, env: order.env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (running.pid !== undefined) order.onStart?.(running.pid);
  const drained = Promise.all([forEachLine(running.stdout, order.onLine), forEachLine(running.stderr, order.onLine)]);
  const ended = endOf(running);
  const over = new AbortController();
  void stopWhenAsked(running, order, over.signal);
  const end = await ended;
  over.abort();
  await Promise.race([drained, sleep(drainMs * order.timeScale, undefined, { ref: false }), fired(order.kill)]);
  running.stdout.destroy();
  running.stderr.destroy();
  return end;
}

function endOf(running: ChildProcess): Promise<ProcessEnd> {
  return new Promise((resolve) => {
    running.once('error', (error) => resolve({ kind: 'not-started', reason: error.message }));
    running.once('exit', (code, signal) =>
      resolve(code === null ? { kind: 'signalled', signal: signal ?? 'unknown' } : { kind: 'exited', code }),
    );
  });
}

/** Signals go to the entry process alone, as on the runner: its children hear nothing. */
async function stopWhenAsked(running: ChildProcess, order: ProcessOrder, over: AbortSignal): Promise<void> {
  const kill = () => running.kill('SIGKILL');
  if (order.kill.aborted) kill();
  order.kill.addEventListener('abort', kill, { once: true });
  over.addEventListener('abort', () => order.kill.removeEventListener('abort', kill), { once: true });
  await Promise.race([fired(order.stop), fired(over)]);
  const steps = [
    ['SIGINT', sigintMs],
    ['SIGTERM', sigtermMs],
    ['SIGKILL', 0],
  ] as const;
  for (const [signal, wait] of steps) {
    if (over.aborted) return;
    running.kill(signal);
    await sleep(wait * order.timeScale, undefined, { signal: over }).catch(() => undefined);
  }
}

function forEachLine(stream: Readable, onLine: (line: string) => void): Promise<void> {
  return new Promise((resolve) => {
    const lines = createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY });
    lines.on('line', onLine);
    lines.once('close', resolve);
    stream.once('error', () => resolve());
    stream.once('close', () => lines.close());
  });
}
