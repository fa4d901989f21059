import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CodexUser } from '../user/codex-user.ts';
import { type CodexEvent, decodeEvent } from './event.ts';
import { readLines } from './lines.ts';
import { refusedHosts } from './refused-hosts.ts';
import { endProcess, newStop, type StopReason } from './stop.ts';
import { tailOf } from './tail.ts';
import { type Patience, watch } from './watchdogs.ts';

/** One run of `codex exec`. */
export interface CodexRun {
  readonly binary: string;
  readonly args: readonly string[];
  readonly workspace: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly prompt: string;
  readonly patience: Patience;
  readonly signal: AbortSignal;
  readonly user: CodexUser;
  /** Is told which process it is. */
  readonly onStart: (pid: number) => void;
  /** Sees each event as it comes; what it returns can end the run. */
  readonly onEvent: (event: CodexEvent) => 'go-on' | 'wrong-session';
}

/** How it ended. */
export interface CodexExit {
  readonly code: number | null;
  /** In words. */
  readonly exit: string;
  readonly stderr: string;
  /** What commands of it asked Codex's network proxy for in vain, as `host:port`. */
  readonly refusedHosts: readonly string[];
  /** Why we ended it; undefined when it ended by itself. */
  readonly stopped: StopReason | undefined;
}

/** A program that Codex left running can hold its output open; what is there by now is all there is. */
const DRAIN_MS = 2_000;

/** Runs Codex to its end. */
export async function runCodex(run: CodexRun): Promise<CodexExit> {
  const { command, args, environment } = run.user.launch({ ...run, command: run.binary });
  const child = spawn(command, args, {
    cwd: run.workspace,
    env: environment,
    // A process group of its own, to be killed as one and to be spared the terminal's Ctrl-C.
    detached: true,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  if (child.pid !== undefined) run.onStart(child.pid);
  const exited = exitOf(child);
  const stop = newStop();
  const refused = refusedHosts();
  const stderr = tailOf(child.stderr, (line) => !refused.note(line));
  using watchdogs = watch(run.patience, stop, run.signal);
  // Codex may end without reading its prompt; its exit says more than the broken pipe.
  child.stdin.on('error', () => undefined);
  child.stdin.end(run.prompt);
  const events = followEvents(child.stdout, (event) => {
    watchdogs.alive();
    if (event.kind === 'turn-completed') watchdogs.done();
    if (run.onEvent(event) === 'wrong-session') stop.ask('wrong-session');
  });
  await Promise.race([exited, stop.asked]);
  if (stop.reason && child.pid !== undefined) await endProcess(child.pid, exited, run.user);
  const end = await exited;
  await Promise.race([events, sleep(DRAIN_MS, undefined, { ref: false })]);
  child.stdout.destroy();
  child.stderr.destroy();
  return { ...end, stderr: stderr.text(), refusedHosts: refused.names, stopped: stop.reason };
}

async function followEvents(stdout: AsyncIterable<Buffer>, see: (event: CodexEvent) => void): Promise<void> {
  try {
    for await (const line of readLines(stdout)) see(decodeEvent(line));
  } catch (error) {
    if (!isPrematureClose(error)) throw error;
  }
}

function isPrematureClose(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
}

async function exitOf(child: ReturnType<typeof spawn>): Promise<{ code: number | null; exit: string }> {
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return { code, exit: code === null ? `signal ${signal}` : `exit code ${code}` };
  } catch (error) {
    return { code: null, exit: `no start: ${error instanceof Error ? error.message : error}` };
  }
}
