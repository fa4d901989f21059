import { watch } from 'node:fs';
import path from 'node:path';
import type { ProgressEvent, StepMoment } from '../engine/options.ts';
import type { Faults } from '../github/faults.ts';
import type { CodexMoment, Kill, StepPlace } from './case.ts';

/** The kills that wait for their moment. */
export interface Killer {
  readonly onProgress: (event: ProgressEvent) => void;
  readonly losesRunner: (at: StepMoment) => boolean;
  /** Sees a call before it is served. */
  readonly onCall: (method: string, path: string, faults: Faults) => void;
  arm(kills: readonly Kill[]): void;
  /** Forgets what has not struck yet. */
  disarm(): void;
  /** Those that have struck. */
  readonly struck: readonly Kill[];
}

type KillOf<K extends Kill['kind']> = Extract<Kill, { kind: K }>;

/** Kills each planned thing once, at its moment. */
export function createKiller(): Killer {
  const plan = killPlan();
  /** Jobs whose machine is to be gone when their step has ended. */
  const doomed = new Set<number>();
  /** Of each job, the process that runs; the newest last. */
  const pids = new Map<number, number>();
  const strike = (job: number, kill: Kill | undefined) => {
    if (kill?.kind === 'codex' && kill.machine) doomed.add(job);
    if (kill !== undefined) killProcess(pids.get(job));
  };
  const started = (event: Extract<ProgressEvent, { kind: 'process-started' }>) => {
    const { job, step, temp, pid } = event;
    pids.set(job.id, pid);
    strike(
      job.id,
      plan.take('process', (kill) => isAt(kill.at, job.name, step)),
    );
    const isWrite = (kill: KillOf<'codex'>) => kill.moment === 'writing-state';
    if (step.endsWith('/codex-run') && plan.waits('codex', isWrite))
      watchState(temp, () => strike(job.id, plan.take('codex', isWrite)));
  };
  return {
    arm: plan.set,
    disarm: plan.drop,
    get struck() {
      return plan.struck();
    },
    losesRunner: ({ when, job, step }) => {
      if (when === 'after' && doomed.delete(job.id)) return true;
      const kill = plan.take('runner', (one) => one.when === when && isAt(one.at, job.name, step.name));
      return kill !== undefined;
    },
    onCall: (method, path, faults) => {
      const pid = [...pids.values()].at(-1);
      // Where no process runs, a person calls.
      const kill = pid === undefined ? undefined : plan.takeCall(method, path);
      if (kill?.when === 'before') faults.add(dropped(kill));
      if (kill !== undefined) killProcess(pid);
    },
    onProgress: (event) => {
      if (event.kind === 'process-started') started(event);
      if (event.kind === 'step-ended') pids.delete(event.job.id);
      if (event.kind === 'log' && event.step.endsWith('/codex-run'))
        strike(
          event.job.id,
          plan.take('codex', (kill) => signs[kill.moment]?.test(event.line) === true),
        );
    },
  };
}

const isAt = (at: StepPlace, job: string, step: string): boolean =>
  job.endsWith(` ${at.job}`) && step.endsWith(`/${at.name}`);

/** What is still to be killed, and what has been. */
function killPlan() {
  let waiting: Kill[] = [];
  let struck: Kill[] = [];
  const calls = new Map<Kill, number>();
  const find = <K extends Kill['kind']>(kind: K, fits: (kill: KillOf<K>) => boolean): KillOf<K> | undefined =>
    waiting.find((kill): kill is KillOf<K> => kill.kind === kind && fits(kill as KillOf<K>));
  const take = <K extends Kill['kind']>(kind: K, fits: (kill: KillOf<K>) => boolean): KillOf<K> | undefined => {
    const kill = find(kind, fits);
    waiting = waiting.filter((one) => one !== kill);
    if (kill !== undefined) struck.push(kill);
    return kill;
  };
  return {
    set: (kills: readonly Kill[]) => {
      waiting = [...kills];
      struck = [];
      calls.clear();
    },
    drop: () => {
      waiting = [];
    },
    struck: (): readonly Kill[] => struck,
    waits: <K extends Kill['kind']>(kind: K, fits: (kill: KillOf<K>) => boolean) => find(kind, fits) !== undefined,
    take,
    takeCall: (method: string, path: string) =>
      take('call', (kill) => {
        if (kill.route.method !== method || !kill.route.path.test(path)) return false;
        const seen = (calls.get(kill) ?? 0) + 1;
        calls.set(kill, seen);
        return seen === kill.nth;
      }),
  };
}

/** The call of a process that died before it arrived. */
function dropped({ route }: KillOf<'call'>) {
  const { method, path } = route;
  return { method, path, times: 1, effect: { kind: 'drop' }, when: 'before' } as const;
}

/** What codex-run says at its moments. Writing its state is the one that it does in silence. */
const signs: Readonly<Record<CodexMoment, RegExp | undefined>> = {
  'before-codex': /^Codex \S+ from /,
  'session-started': /^Session /,
  'during-command': /^\$ /,
  'after-answer': /^You asked/,
  'writing-state': undefined,
};

function watchState(temp: string, onWrite: () => void): void {
  const watcher = watch(path.join(temp, 'codex-worker'), { recursive: true }, (_, file) => {
    if (file === null || !path.basename(file).startsWith('turns.json')) return;
    watcher.close();
    onWrite();
  });
  watcher.on('error', () => watcher.close());
  watcher.unref();
}

function killProcess(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended on its own.
  }
}
