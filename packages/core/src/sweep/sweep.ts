import type { RequestId } from '../request/request.ts';
import type { Start } from '../route/route.ts';
import { type AdmissionPolicy, admit, type PermissionLookup } from '../standing/standing.ts';
import { parseThread, type Thread, type ThreadKey } from '../thread/thread.ts';
import { type Dropped, findDropped, type SweepWindow, windowBegins } from './find-dropped.ts';
import type { Recent } from './recent.ts';

/** Threads that one sweep runs: more would be a matrix that nobody can read, and the next sweep finds the rest. */
export const MOST_THREADS = 20;

export interface SweepPorts extends PermissionLookup {
  /** Open threads and comments that changed at or after the time, ISO 8601. */
  recent(since: string): Promise<Recent>;
  /** Threads with a run that goes on or waits. None where GitHub does not tell: a second run finds nothing to do. */
  activeThreads(): Promise<ReadonlySet<ThreadKey>>;
  /** Requests that wait in the explicit queue: they are not dropped. */
  queued(): Promise<ReadonlySet<RequestId>>;
  /** Whether our own 👀 stands on a request. */
  isAcknowledged(thread: Thread, id: RequestId, by: string): Promise<boolean>;
}

export interface SweepOrder extends Omit<SweepWindow, 'ownLogin'> {
  readonly policy: AdmissionPolicy;
}

/** A thread to be run, for its oldest dropped request: its run takes the others too. */
export interface SweptThread {
  readonly thread: ThreadKey;
  readonly request: RequestId;
  readonly start: Start;
}

export interface Swept {
  readonly threads: readonly SweptThread[];
  /** Threads that are left for the next sweep. */
  readonly left: number;
  /** Whether there was more to read than was read. */
  readonly cut: boolean;
}

/** Finds the threads in which a request was dropped: no answer, and no run that could still give it. */
export async function sweep(ports: SweepPorts, order: SweepOrder): Promise<Swept> {
  const window = { ...order, ownLogin: order.policy.ownLogin };
  const recent = await ports.recent(windowBegins(order));
  const dropped = findDropped(recent, window);
  if (dropped.length === 0) return { threads: [], left: 0, cut: recent.cut };
  const [active, queued] = [await ports.activeThreads(), await ports.queued()];
  const found = new Map<ThreadKey, SweptThread>();
  for (const one of dropped) {
    if (active.has(one.thread) || found.has(one.thread) || queued.has(one.requestId)) continue;
    if (await isMeantForUs(ports, one, order.policy)) found.set(one.thread, toRun(one));
  }
  const all = [...found.values()];
  return { threads: all.slice(0, MOST_THREADS), left: Math.max(0, all.length - MOST_THREADS), cut: recent.cut };
}

/**
 * People leave 👀 too: only ours says that the router let the request in. Who asked may have lost the right since. Where a
 * label asked with the words of a stranger, the run that is started again knows who put it on, and no other does.
 */
async function isMeantForUs(
  ports: SweepPorts,
  { thread, requestId, author, isPromised }: Dropped,
  policy: AdmissionPolicy,
): Promise<boolean> {
  if (author !== undefined && (await admit(ports, author, policy)).kind !== 'admitted') return false;
  return isPromised || ports.isAcknowledged(parseThread(thread), requestId, policy.ownLogin);
}

/** As the router would have begun it: a comment in an issue goes on with what there is, anything else may begin. */
function toRun({ thread, requestId }: Dropped): SweptThread {
  const goesOn = parseThread(thread).kind === 'issue' && !requestId.startsWith('issue-');
  return { thread, request: requestId, start: goesOn ? 'continue' : 'either' };
}
