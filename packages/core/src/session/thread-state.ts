import type { FailureCode } from '../failure/catalogue.ts';
import type { ForkHead } from '../fork/fork-head.ts';
import { type Ledger, newLedger } from '../ledger/ledger.ts';
import type { Outbox, OutboxReply } from '../outbox/outbox.ts';
import type { Request, RequestId } from '../request/request.ts';
import type { Person } from '../standing/standing.ts';
import type { Comment, ThreadFacts } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import type { BaseInstructions } from '../turn/base-instructions.ts';
import type { RestoreOrder } from './restore-order.ts';

/**
 * How the thread's session was found. `settled`: the request of the run has its reply already, and nothing was looked for.
 * `unasked`: the thread is none of the worker's.
 */
export type RestoreStatus = 'fresh' | 'resumed' | 'expired' | 'untrusted' | 'moved' | 'settled' | 'unasked';

/** A request that is settled without a turn, and why. */
export interface Refusal {
  readonly request: Request;
  readonly reply: OutboxReply;
}

/** Replies and change of an earlier run that never became visible. */
export interface Carried {
  readonly outbox: Pick<Outbox, 'since' | 'replies' | 'change' | 'apply'>;
  /** Whether its change is in the files of the workspace, not committed. */
  readonly applied: boolean;
}

/** What the steps of the agent job hand to each other. */
export interface ThreadState {
  readonly thread: Thread;
  readonly status: RestoreStatus;
  readonly facts: ThreadFacts;
  readonly ledger: Ledger;
  /** False where a bundle would hide that the session is gone: nothing may be stored over it. */
  readonly keepBundle: boolean;
  readonly open: readonly Request[];
  /** Requests that are open but get their answer without Codex. */
  readonly refusals: readonly Refusal[];
  /** The run ends red with it, once all replies are handed over. */
  readonly failure: { readonly code: FailureCode; readonly what: string; readonly fix: string } | undefined;
  readonly workspace: {
    /** The commit that the change of the run is recorded against. */
    readonly base: string;
    /** The branch that the thread's branch starts from. */
    readonly baseBranch: string;
    /** The head of a pull request; of an issue, the same as the base. */
    readonly headBranch: string;
    /** What the next prompt must say of the workspace. */
    readonly note: string | undefined;
    /** What the base branch tells Codex; left out where nothing was checked out, or nothing of it is obeyed. */
    readonly instructions?: BaseInstructions;
  };
  /** Set where the head of the pull request is a stranger's: then Codex only reads, and nothing of the head is obeyed. */
  readonly fork?: ForkHead;
  readonly movedTo: number | undefined;
  readonly carried: Carried | undefined;
  /** What was asked later is left for another run. ISO 8601. */
  readonly until?: string;
  /** The request of this run's own event: a re-run may ask for it again. */
  readonly ownRequest: RequestId;
  /** Who asked for this run. The router admitted them. */
  readonly asker: Person;
  /** What people said since the last request that was taken up, without asking for anything. Oldest first. */
  readonly context: readonly Comment[];
}

/** A thread in which nothing is open. */
export function idleThread(
  order: Pick<RestoreOrder, 'thread' | 'branch' | 'base' | 'request' | 'asker' | 'until' | 'fork'>,
  facts: ThreadFacts,
  ledger: Ledger,
): Omit<ThreadState, 'status'> {
  return {
    thread: order.thread,
    facts,
    ledger,
    keepBundle: true,
    open: [],
    refusals: [],
    failure: undefined,
    workspace: { base: '', baseBranch: order.base, headBranch: order.branch, note: undefined },
    movedTo: undefined,
    carried: undefined,
    ...(order.fork === undefined ? {} : { fork: order.fork }),
    ...(order.until === undefined ? {} : { until: order.until }),
    ownRequest: order.request.id,
    asker: order.asker,
    context: [],
  };
}

/** A run that has nothing to do in its thread, known before anything of the thread was read. */
export function restThread(
  call: Pick<RestoreOrder, 'thread' | 'branch' | 'base' | 'sandbox'>,
  status: 'settled' | 'unasked',
  request: Request = nobodys,
): ThreadState {
  const order = { ...call, request, asker: request.author };
  const ledger = newLedger(threadKey(order.thread), request.createdAt, order.sandbox);
  const { author, createdAt } = request;
  const state = { open: true, merged: false, locked: false };
  const unknown: ThreadFacts = { title: '', body: '', ...state, author, createdAt, url: '' };
  return { ...idleThread(order, unknown, ledger), status, keepBundle: false };
}

/** The request that a queue's file held, once the file is gone. */
const nobodys: Request = {
  id: 'dispatch-0',
  author: { login: 'ghost', id: 10137, type: 'User' },
  createdAt: '1970-01-01T00:00:00Z',
  text: '',
};
