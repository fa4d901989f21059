import type { Cancellation } from './cancellation.ts';
import type { RunnerSoftware } from './runner-software.ts';

/** The job that a machine is for, and what runs it there. */
interface MachineOrder {
  readonly runId: number;
  readonly jobId: number;
  readonly runner: RunnerSoftware;
}

/** The machine of one job. */
export interface Machine extends MachineOrder {
  readonly isLost: boolean;
  /** Takes the machine away: all that runs on it is gone at once, without a signal. */
  lose(): void;
}

/** A job whose machine is gone: it ends where it was, and nothing more of it runs. */
export class MachineLost extends Error {
  override readonly name = 'MachineLost';

  constructor() {
    // GitHub's annotation.
    super(
      'The hosted runner lost communication with the server. Anything in your workflow that terminates the runner process, starves it for CPU/Memory, or blocks its network access can cause this error.',
    );
  }
}

/** Gives a job a machine. The job alone is stopped with it, and no other job of the run. */
export function createMachine(order: MachineOrder, job: Cancellation): Machine {
  let isLost = false;
  return {
    ...order,
    get isLost() {
      return isLost;
    },
    lose: () => {
      isLost = true;
      job.force();
    },
  };
}

/** Ends a job whose machine is gone. */
export function requireMachine(machine: Machine): void {
  if (machine.isLost) throw new MachineLost();
}
