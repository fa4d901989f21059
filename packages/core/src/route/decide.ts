import type { RequestId } from '../request/request.ts';
import { type AdmissionPolicy, admit, type PermissionLookup } from '../standing/standing.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import type { ConversationEvent, IssueFacts } from './event.ts';
import { type PullRequestHead, type Route, route, routePullRequest, type Start, type ThreadFilter } from './route.ts';

/** What the router may ask GitHub and tell it. */
export interface RoutePorts extends PermissionLookup {
  pullRequestHead(number: number): Promise<PullRequestHead | undefined>;
  /** Opens the issue that a run by hand without a thread talks in, once for each run; answers its number. */
  openIssueFor(requestId: RequestId, prompt: string, author: string): Promise<number>;
  /** Whether the worker has been asked in an issue before: it left 👀 on it, or spoke in it. */
  isThread(thread: Thread): Promise<boolean>;
  /** Leaves 👀 on the request; for a run by hand, which has no text on GitHub, on its thread. */
  acknowledge(requestId: RequestId, thread: Thread): Promise<void>;
  /** Says in the thread why nothing will run, once for each request. */
  refuse(thread: Thread, requestId: RequestId, reason: string): Promise<void>;
}

export interface RouterSettings {
  /** `owner/name` of the repository that the event happened in. */
  readonly repository: string;
  readonly defaultBranch: string;
  readonly filter: ThreadFilter;
  readonly policy: AdmissionPolicy;
}

/** The decision, as later jobs obey it. */
export type RouteDecision =
  | { readonly kind: 'ignore'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string; readonly thread: Thread; readonly requestId: RequestId }
  | {
      readonly kind: 'run';
      readonly reason: string;
      readonly thread: Thread;
      readonly requestId: RequestId;
      readonly asker: string;
      readonly start: Start;
      /** Branch that the thread works on, as far as it is known before the session is read. */
      readonly ref: string;
      readonly sha: string;
      readonly base: string;
    };

/** Routes an event: who asks, what for, in which thread. Strangers get silence; people with standing get an answer. */
export async function decideRoute(
  ports: RoutePorts,
  event: ConversationEvent,
  settings: RouterSettings,
): Promise<RouteDecision> {
  const first = route(event, settings.filter);
  if (first.kind === 'ignore') return first;
  const admission = await admit(ports, first.asker, settings.policy);
  if (admission.kind !== 'admitted') {
    return { kind: 'ignore', reason: admission.kind === 'turned-away' ? admission.because : 'nobody admitted it' };
  }
  const thread = await chooseThread(ports, event, first.thread);
  const decision = await place(ports, first, thread, settings, admission.because);
  if (decision.kind === 'run') await ports.acknowledge(decision.requestId, decision.thread);
  if (decision.kind === 'refuse') await ports.refuse(decision.thread, decision.requestId, decision.reason);
  return decision;
}

type Candidate = Extract<Route, { kind: 'candidate' }>;

/** The thread that the event names; a run by hand may name none, or a pull request by its bare number. */
async function chooseThread(ports: RoutePorts, event: ConversationEvent, named: Thread | undefined): Promise<Thread> {
  if (event.kind !== 'dispatch') {
    if (named) return named;
    throw new TypeError(`A ${event.kind} event always has a thread`);
  }
  const { request, asker } = event;
  if (!named) return { kind: 'issue', number: await ports.openIssueFor(request.id, request.text, asker.login) };
  const head = named.kind === 'issue' ? await ports.pullRequestHead(named.number) : undefined;
  return head ? { kind: 'pr', number: named.number } : named;
}

/** Finds the branch of the thread, and with it whether the worker serves it. */
async function place(
  ports: RoutePorts,
  { requestId, asker, issue, start }: Candidate,
  thread: Thread,
  settings: RouterSettings,
  because: string,
): Promise<RouteDecision> {
  const run = { kind: 'run', reason: because, thread, requestId, asker: asker.login, start } as const;
  if (issue?.locked) {
    const reason = `#${issue.number} is locked, and the worker could not answer there. Unlock it and ask again`;
    return { kind: 'refuse', reason, thread, requestId };
  }
  if (thread.kind === 'issue') {
    // People who may ask talk in other people's issues too, and mean each other.
    if (start === 'continue' && issue && !(await mayBeThread(ports, issue, thread, settings.policy))) {
      return { kind: 'ignore', reason: `the worker was never asked in #${thread.number}` };
    }
    return { ...run, ref: settings.defaultBranch, sha: '', base: settings.defaultBranch };
  }
  const head = await ports.pullRequestHead(thread.number);
  if (!head) return { kind: 'ignore', reason: `there is no pull request ${threadKey(thread)}` };
  const served = routePullRequest(head, issue, settings.repository, settings.filter);
  switch (served.kind) {
    case 'ignore':
      return served;
    case 'refuse':
      return { ...served, thread, requestId };
    case 'serve':
      return { ...run, ref: head.headRef, sha: head.headSha, base: head.baseRef };
  }
}

/**
 * Whether a comment in an issue may be meant for the worker: whoever may ask opened it, or the worker was asked there.
 * Some 👀 is most likely ours: the session tells for certain, and the look costs no call here.
 */
async function mayBeThread(
  ports: RoutePorts,
  issue: IssueFacts,
  thread: Thread,
  policy: AdmissionPolicy,
): Promise<boolean> {
  if (issue.eyes > 0) return true;
  return (await admit(ports, issue.author, policy)).kind === 'admitted' || ports.isThread(thread);
}
