import type { QueuedRequest } from './queued-request.ts';

/** The branch that holds the queue. It has no history in common with the code. */
export const QUEUE_BRANCH = 'codex-worker/queue';

/** A file that waits below `requests/`. */
export interface QueueFile {
  readonly path: string;
  /** Names its contents. */
  readonly blob: string;
}

/** One change of a file of the queue. Removing a file that is gone already changes nothing. */
export type QueueChange =
  | { readonly kind: 'write'; readonly path: string; readonly text: string }
  /** To the byte, also what is no text. */
  | { readonly kind: 'move'; readonly file: QueueFile; readonly to: string }
  | { readonly kind: 'remove'; readonly path: string };

/** Where requests of all threads wait in one order: files of a branch, and every change a compare-and-swap on it. */
export interface RequestQueue {
  /** Adds the file of a request; one that is there already stays as it is. */
  append(queued: QueuedRequest): Promise<'appended' | 'waits-already'>;
  /** All files below `requests/`, in no order. No queue yet is an empty one. */
  waiting(): Promise<readonly QueueFile[]>;
  contents(file: QueueFile): Promise<string>;
  /** Makes all changes in one commit, or none. */
  change(changes: readonly QueueChange[], message: string): Promise<void>;
}

/** How a run that was started for a queued request reads it. */
export interface QueuedRequests {
  /** Undefined when the file is not there any more: the request has its reply. Throws when it cannot be read. */
  read(path: string): Promise<QueuedRequest | undefined>;
}
