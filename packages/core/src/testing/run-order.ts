import type { Outbox } from '../outbox/outbox.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import type { QueuedRequest } from '../queue/queued-request.ts';
import type { PostedReply } from '../reply/post-replies.ts';
import type { Request } from '../request/request.ts';
import type { Start } from '../route/route.ts';
import type { Trigger } from '../route/trigger.ts';
import type { Restored } from '../session/restore.ts';
import type { RequestSource } from '../session/restore-order.ts';
import type { Person } from '../standing/standing.ts';
import type { Thread } from '../thread/thread.ts';
import type { Drained } from '../turn/drained.ts';
import type { Agent } from '../turn/turn.ts';
import type { FakeWorkspace } from './fake-repository.ts';

/** The steps of a run that something durable happens in, in their order. */
export const steps = ['restore', 'turns', 'outbox', 'bundle', 'push', 'pull-request', 'replies'] as const;
export type Step = (typeof steps)[number];

export interface RunOrder {
  readonly thread: Thread;
  readonly request: Request;
  /** Who asked, where that is not the author of the request. */
  readonly asker?: Person;
  /** Where the run finds its request; the event, unless this says otherwise. */
  readonly source?: RequestSource;
  /** The files of the queue. */
  readonly queued?: ReadonlyMap<string, QueuedRequest>;
  /** Younger requests are left to another run. ISO 8601. */
  readonly until?: string;
  readonly trigger?: Trigger;
  readonly coalesce?: boolean;
  readonly start: Start;
  readonly runId: number;
  readonly attempt?: number;
  /** Who started the run again. */
  readonly rerunBy?: Person;
  /** The attempt that the router counted, where turns are limited. */
  readonly countedAttempt?: number;
  readonly agent?: Agent;
  readonly cancelled?: AbortSignal;
  /** The run breaks off right after this step, and the notifier says so. */
  readonly stopAfter?: Step;
  /** Called after each step, once it took effect; a `Stopped` that it throws ends the run there. */
  readonly at?: (step: Step) => void | Promise<void>;
  /** Called as a job begins. */
  readonly onJob?: (job: 'agent' | 'publish') => void;
  /** Called before and after the turns' step writes down what it did; a `Killed` that it throws ends the step. */
  readonly onKeep?: (when: 'before' | 'after', drained: Drained) => void;
  /** A call that fails ends the run red, as it does on GitHub; otherwise the failure is thrown, for a test to see. */
  readonly goesRed?: boolean;
  /** The caller of the run tells the thread how it ended. */
  readonly untold?: boolean;
  /** How the job ends that is broken off; a lost machine's fails. */
  readonly ended?: 'failure' | 'cancelled';
  /** Codex as it finds the home that was restored; goes before `agent`. */
  readonly agentIn?: (codexHome: ReadonlyMap<string, Buffer>) => Agent;
  /** The runner's own working tree, where several runs are at work. */
  readonly workspace?: FakeWorkspace;
  readonly branchTemplate?: string;
  /** The commit of a fork that the router authorised. */
  readonly sha?: string;
  readonly sessionKey?: string;
}

/** How far a run got. */
export interface RunEnd {
  /** The failure of a step that ended the run red; undefined where no step failed. */
  readonly red: unknown;
  readonly stoppedAfter: Step | undefined;
  readonly restored: Restored;
  readonly drained: Drained | undefined;
  readonly outbox: Outbox | undefined;
  readonly proposed: ProposeEnd | undefined;
  readonly posted: readonly PostedReply[];
}

/** A run that was broken off on purpose. */
export class Stopped extends Error {}

/** A step whose process was killed. The steps after it that always run go on. */
export class Killed extends Error {}

/** A run, as replies name it. */
export const runLink = ({ runId, attempt = 1 }: RunOrder) => ({
  id: runId,
  attempt,
  url: `https://github.com/octo-org/demo/actions/runs/${runId}`,
});
