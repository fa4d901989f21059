import { type Thread, threadKey } from '../thread/thread.ts';
import type { Play, Run } from './play.ts';
import type { Taken } from './session-log.ts';

/** A session as what was written down tells it. */
export interface SessionTold {
  /** The turns that it holds. */
  readonly turns: readonly number[];
  /** Turns that were taken back, or belong to a session that was left on purpose. */
  readonly gone: ReadonlySet<number>;
  readonly undone: ReadonlySet<number>;
  readonly model: string | undefined;
}

/** An attempt of a run. */
interface Attempt {
  readonly run: Run;
  readonly attempt: number;
}

/** Follows what was written down in a thread, as far as it was stored or is of the attempt that asks. */
export function sessionTold(
  all: Pick<Play, 'turns'>,
  thread: Thread,
  log: readonly Taken[],
  own?: Attempt,
): SessionTold {
  const isOwn = ({ run, attempt }: Attempt): boolean => run === own?.run && attempt === own.attempt;
  const counts = (one: Taken): boolean => isOwn(one) || one.run.kept.has(one.attempt);
  const told: Telling = { held: [], gone: new Set(), undone: new Set(), model: undefined };
  for (const one of log) if (threadKey(one.thread) === threadKey(thread) && counts(one)) follow(all, told, one);
  const { held, ...rest } = told;
  return { ...rest, turns: held.filter(({ isLeft }) => !isLeft).map(({ turn }) => turn) };
}

interface Held {
  readonly turn: number;
  /** It is of a session that was left on purpose: its change can still be taken back. */
  isLeft: boolean;
}

interface Telling {
  readonly held: Held[];
  readonly gone: Set<number>;
  readonly undone: Set<number>;
  model: string | undefined;
}

function follow({ turns }: Pick<Play, 'turns'>, told: Telling, one: Taken): void {
  const { held, gone, undone } = told;
  switch (one.kind) {
    case 'turn':
      if (!turns[one.turn]?.hollow) held.push({ turn: one.turn, isLeft: false });
      break;
    case 'reset':
      for (const each of held) {
        each.isLeft = true;
        gone.add(each.turn);
      }
      break;
    case 'undo':
      for (const { turn } of held.splice(-one.turns)) {
        gone.add(turn);
        undone.add(turn);
      }
      break;
    case 'model':
      told.model = one.name;
      break;
    case 'said':
      break;
  }
}
