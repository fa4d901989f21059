import { Failure } from '../failure/failure.ts';
import { Killed, type RunEnd, type Step } from './run-order.ts';
/** How far a run has got. */
export type Reached = { -readonly [Key in keyof RunEnd]?: RunEnd[Key] };

/** What the jobs of a run share. */
export interface Passage {
  readonly reached: Reached;
  readonly pass: (step: Step) => Promise<void>;
}

/** Whether an error ends one step, and not the machine. */
export const endsStep = (error: unknown): boolean => error instanceof Killed || error instanceof Failure;
