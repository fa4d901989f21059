import { Killed, type RunOrder, Stopped } from '../testing/index.ts';
import type { Ending } from './ending.ts';
import { orderOf } from './order-of.ts';
import type { Play, Run } from './play.ts';
import { scriptedCodex, visibleIn } from './scripted-codex.ts';
import { logOf } from './session-log.ts';
import type { Trouble } from './trouble.ts';

interface Live {
  readonly trouble: Trouble;
  readonly pause: () => Promise<void>;
  readonly ending: Ending;
}

/** A run's order, with all that happens to it on its way. */
export function liveOrder(all: Play, run: Run, { trouble, pause, ending }: Live): RunOrder {
  const { clock, repository } = all.world;
  const cancel = new AbortController();
  const workspace = repository.workspace();
  const visibleBefore = visibleIn(all, run.asked.thread);
  let pieces = 0;
  const stop = (how: Ending['how'], why: string): never => {
    clock.advance(20);
    ending.how = how;
    throw new Stopped(why);
  };
  return {
    ...orderOf(all, run),
    workspace,
    cancelled: cancel.signal,
    goesRed: true,
    untold: true,
    onJob: (job) => {
      if (ending.how === 'well') ending.job = job;
    },
    onKeep: (when, drained) => {
      if (when === 'before' && trouble.killed?.when === 'before-keep' && trouble.killed.turn === pieces) {
        ending.how = 'killed';
        throw new Killed('before it was written down');
      }
      if (when === 'before') return;
      pieces += 1;
      logOf(all, run, drained);
    },
    agentIn: (home) =>
      scriptedCodex({
        all,
        run,
        trouble,
        workspace,
        home,
        visibleBefore,
        cancel: () => cancel.abort(),
        onKill: () => {
          ending.how = 'killed';
        },
      }),
    at: async (step) => {
      // A publishing job starts on a machine of its own.
      clock.advance(step === 'outbox' || step === 'bundle' ? 20 : 2);
      ending.after = step;
      if (trouble.pausesAfter === step) await pause();
      if (run.stopped) stop('cancelled', 'by a word of somebody');
      if (trouble.breaksAfter === step) stop(trouble.byPerson ? 'cancelled' : 'lost', step);
    },
  };
}
