import type { Call, Caller } from '../caller/caller.ts';

/** A call of the worker, and the page where it is edited. */
export interface CallPlace {
  readonly call: Call;
  readonly path: Caller['path'];
  readonly link: string;
}

/** A commit may be of another release, which has other inputs and secrets. */
export const isPinned = ({ ref }: Call): boolean => /^[0-9a-f]{40}$/.test(ref);
