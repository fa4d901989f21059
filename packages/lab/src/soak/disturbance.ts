import { watch } from 'node:fs';
import path from 'node:path';
import type { ProgressEvent, StepMoment } from '../engine/options.ts';
import type { Fault } from '../github/faults.ts';
import type { CodexMoment, Kill, PlannedFault, StepPlace } from './case.ts';

/** The kills that wait for their moment. */
export interface Killer {
  readonly onProgress: (event: ProgressEvent) => void;
  readonly losesRunner: (at: StepMoment) => boolean;
  arm(kills: readonly Kill[]): void;
  /** Forgets what has not struck yet. */
  disarm(): void;
  /** How many have struck. */
  readonly struck: number;
}

/** Kills each planned thing once, at its moment. */
export function createKiller(): Killer {
  let waiting: Kill[] = [];
  let struck = 0;
  /** Jobs whose machine is to be gone when their step has ended. */
  const doomed = new Set<number>();
  const take = (fits: (kill: Kill) => boolean): Kill | undefined => {
    const kill = waiting.find(fits);
    waiting = waiting.filter((one) => one !== kill);
    if (kill !== undefined) struck += 1;
    return kill;
  };
  const pids = new Map<number, number>();
  const strike = (job: number, kill: Kill | undefined) => {
    if (kill?.kind === 'codex' && kill.machine) doomed.add(job);
    if (kill !== undefined) killProcess(pids.get(job));
  };
  return {
    arm: (kills) => {
      waiting = [...kills];
      struck = 0;
    },
    disarm: () => {
      waiting = [];
    },
    get struck() {
      return struck;
    },
    losesRunner: ({ when, job, step }) => {
      if (when === 'after' && doomed.delete(job.id)) return true;
      const here = (at: StepPlace) => job.name.endsWith(` ${at.job}`) && at.step === step.number;
      return take((kill) => kill.kind === 'runner' && kill.when === when && here(kill.at)) !== undefined;
    },
    onProgress: (event) => {
      if (event.kind === 'process-started') {
        const { job } = event;
        pids.set(job.id, event.pid);
        const here = (at: StepPlace) => job.name.endsWith(` ${at.job}`) && at.step === job.steps.length;
        strike(
          job.id,
          take((kill) => kill.kind === 'process' && here(kill.at)),
        );
        if (event.step.endsWith('/codex-run') && waiting.some(isWrite))
          watchState(event.temp, () => strike(job.id, take(isWrite)));
      }
      if (event.kind === 'log' && event.step.endsWith('/codex-run'))
        strike(
          event.job.id,
          take((kill) => kill.kind === 'codex' && signs[kill.moment]?.test(event.line) === true),
        );
    },
  };
}

const isWrite = (kill: Kill): boolean => kill.kind === 'codex' && kill.moment === 'writing-state';

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

/** The fault as the lab's GitHub takes it. */
export function faultOf({ kind, route, times }: PlannedFault): Fault {
  const base = { method: route.method, path: route.path, times, when: 'before' } as const;
  const answer = (status: number, message: string, headers: Readonly<Record<string, string>> = {}) =>
    ({ ...base, effect: { kind: 'answer', status, headers, body: { message } } }) as const;
  switch (kind) {
    case '500':
      return answer(500, 'Server Error');
    case '502':
      return answer(502, 'Bad Gateway');
    case '403': {
      const reset = String(Math.ceil(Date.now() / 1000) + 1);
      return answer(403, 'API rate limit exceeded for installation.', {
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': reset,
      });
    }
    case '429':
      return answer(429, 'You have exceeded a secondary rate limit.', { 'retry-after': '1' });
    case '409':
      return {
        ...base,
        effect: {
          kind: 'answer',
          status: 409,
          headers: {},
          body: { code: 'already_exists', msg: 'an artifact with this name already exists on the workflow run' },
        },
      };
    case 'reset':
      return { ...base, effect: { kind: 'drop' } };
    case 'lost':
      return { ...base, effect: { kind: 'drop' }, when: 'after' };
    case 'halved':
      return { ...base, effect: { kind: 'halve' } };
  }
}
