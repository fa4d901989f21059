import type { ThreadState } from '../session/thread-state.ts';
import type { Comment } from '../thread/conversation.ts';
import type { Drained, DrainOrder, DrainPorts } from './drained.ts';
import type { Agent } from './turn.ts';

/** A run of a thread, for as long as it takes requests. */
export interface Run {
  readonly ports: DrainPorts;
  readonly state: ThreadState;
  readonly order: DrainOrder;
  /** Codex, made ready at the first turn. */
  readonly agent: () => Promise<Agent>;
}

/** How far a run got. */
export interface Progress {
  readonly drained: Drained;
  /** What people said who did not ask, as far as no turn was told of it. */
  readonly context: readonly Comment[];
  /** Where the change of this run's own turns begins: it is not a commit yet, and can be taken back to here. */
  readonly checkpoint: {
    /** Index of the first turn after it. */
    readonly turn: number;
    /** What the files differed from the run's base by. */
    readonly patch: string | undefined;
  };
}

/** How far a run got with one piece of work, and whether more would be of any use. */
export interface Taken {
  readonly progress: Progress;
  readonly mayGoOn: boolean;
}
