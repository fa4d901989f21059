import type { Deed } from './rehearsal.ts';

/** What the router would decide for an event, with all that it went by. The JSON of `codex-worker replay` is this. */
export interface Verdict {
  readonly decision: 'run' | 'enqueue' | 'command' | 'ignore' | 'refuse';
  readonly reason: string;
  /** Which question ended it; null where it would be served. */
  readonly saidNo: Objection | null;
  readonly event: { readonly name: string; readonly action: string | null };
  /** The job whose inputs were taken; null: the defaults of the worker. */
  readonly workflow: { readonly file: string; readonly job: string } | null;
  readonly repository: string;
  /** Null: no thread, or one that is not open yet. */
  readonly thread: string | null;
  readonly requestId: string | null;
  readonly asker: string | null;
  /** Whether who asked may; null where nobody did. */
  readonly standing: { readonly admitted: boolean; readonly because: string } | null;
  /** How the run would begin; null where none would. */
  readonly route: RouteTaken | null;
  /** What the router would do besides, in this order. */
  readonly would: readonly Deed[];
  /** What nobody said and GitHub was not asked. */
  readonly assumed: readonly string[];
}

/** Who said no: the workflow's `on`, the router's questions in their order, or a rule about threads that it does serve. */
export type Objection =
  | 'workflow'
  | 'event'
  | 'trigger'
  | 'filter'
  | 'standing'
  | 'thread'
  | 'fork-refused'
  | 'fork-head-changed'
  | 'thread-locked'
  | 'turns-used-up';

interface RouteTaken {
  readonly start: string;
  readonly ref: string;
  readonly sha: string;
  readonly base: string;
  readonly fork: boolean;
}

/** 0 where it would be served, 1 where it would not. */
export function exitCodeOf({ saidNo }: Verdict): number {
  return saidNo === null ? 0 : 1;
}
