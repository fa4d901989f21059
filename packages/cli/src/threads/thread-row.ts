/** A thread as `codex-worker threads` lists it. The JSON is this. */
export interface ThreadRow {
  readonly thread: string;
  /** Null where GitHub does not tell. */
  readonly title: string | null;
  readonly url: string;
  readonly open: boolean;
  readonly state: ThreadState;
  /** Runs and requests that wait. */
  readonly waiting: number;
  /** The run that goes on. */
  readonly run: { readonly url: string; readonly since: string | null } | null;
  readonly lastReply: { readonly at: string; readonly outcome: string; readonly url: string } | null;
  /** The newest session that was stored; null where there is none, or none was looked for. */
  readonly session: {
    readonly savedAt: string;
    readonly expiresAt: string | null;
    readonly expired: boolean;
    readonly bytes: number;
  } | null;
  readonly branch: string | null;
  readonly pullRequest: number | null;
}

/** In the order in which they are listed: what needs somebody comes before what rests. */
export const threadStates = [
  'running',
  'waiting',
  'unanswered',
  'failed',
  'cancelled',
  'refused',
  'expired',
  'answered',
  'moved',
] as const;
export type ThreadState = (typeof threadStates)[number];

/** A repository's threads. */
export interface ThreadList {
  readonly repository: string;
  /** Whether all was read that was to be. */
  readonly complete: boolean;
  /** What could not be seen, or was left out. */
  readonly notes: readonly string[];
  readonly threads: readonly ThreadRow[];
}

/** 1 where something needs a person. */
export function exitCodeOf({ threads }: ThreadList): number {
  return threads.some(({ state }) => state === 'unanswered' || state === 'failed') ? 1 : 0;
}
