import type { RequestId } from '../request/request.ts';
import type { Person } from '../standing/standing.ts';
import type { Thread } from '../thread/thread.ts';
import type { ConversationEvent, IssueFacts } from './event.ts';

/** Which issues are threads of the worker. An empty filter lets everything through. */
export interface ThreadFilter {
  readonly issueLabel: string | undefined;
  readonly titlePrefix: string | undefined;
  readonly issueTypes: readonly string[];
  /** Head branches that start so were made by the worker. */
  readonly branchPrefix: string;
}

/**
 * How the thread's session may begin.
 * `new`: the request opens the thread. `continue`: there must be a session. `either`: there may be none yet.
 * `anew`: a person asked for a new session on purpose.
 */
export type Start = 'new' | 'continue' | 'either' | 'anew';

/** What an event asks for, as far as the event itself tells. */
export type Route =
  | {
      readonly kind: 'candidate';
      readonly thread: Thread | undefined;
      readonly requestId: RequestId;
      readonly asker: Person;
      readonly start: Start;
      readonly issue: IssueFacts | undefined;
    }
  | { readonly kind: 'ignore'; readonly reason: string };

/** Decides what an event asks of the worker. Pure: the same event always takes the same route. */
export function route(event: ConversationEvent, filter: ThreadFilter): Route {
  switch (event.kind) {
    case 'unserved':
      return { kind: 'ignore', reason: `the worker does not serve ${describe(event.name, event.action)}` };
    case 'dispatch':
      return candidate(event, event.thread, event.newSession ? 'anew' : 'either', undefined);
    case 'label':
      if (event.label !== filter.issueLabel) {
        return { kind: 'ignore', reason: `the label "${event.label}" is not the worker's` };
      }
      // It may be put on again, long after the thread began.
      return routeIssue(event, filter, 'either');
    case 'issue':
      return routeIssue(event, filter, 'new');
    case 'assignment':
      return { kind: 'ignore', reason: 'an assignment asks for nothing here' };
    case 'comment':
    case 'review':
    case 'review-comment':
      // Which pull requests are ours depends on their head branch, which the event does not carry.
      if (event.issue.isPullRequest) {
        return candidate(event, { kind: 'pr', number: event.issue.number }, 'either', event.issue);
      }
      return routeIssue(event, filter, 'continue');
  }
}

const describe = (name: string, action: string | undefined): string => (action ? `${name}.${action}` : name);

type Asking = { readonly request: { readonly id: RequestId }; readonly asker: Person };

function routeIssue(event: Asking & { readonly issue: IssueFacts }, filter: ThreadFilter, start: Start): Route {
  const missed = missedFilter(event.issue, filter);
  if (missed) return { kind: 'ignore', reason: missed };
  return candidate(event, { kind: 'issue', number: event.issue.number }, start, event.issue);
}

function candidate(event: Asking, thread: Thread | undefined, start: Start, issue: IssueFacts | undefined): Route {
  return { kind: 'candidate', thread, requestId: event.request.id, asker: event.asker, start, issue };
}

/** Says which filter an issue does not pass, or undefined when it is a thread of the worker. */
export function missedFilter(issue: IssueFacts, filter: ThreadFilter): string | undefined {
  if (filter.issueLabel !== undefined && !issue.labels.includes(filter.issueLabel)) {
    return `#${issue.number} does not have the label "${filter.issueLabel}"`;
  }
  if (filter.titlePrefix !== undefined && !issue.title.startsWith(filter.titlePrefix)) {
    return `the title of #${issue.number} does not begin with "${filter.titlePrefix}"`;
  }
  if (filter.issueTypes.length > 0 && (issue.type === undefined || !filter.issueTypes.includes(issue.type))) {
    return `the type of #${issue.number} is ${issue.type ?? 'not set'}, not one of ${filter.issueTypes.join(', ')}`;
  }
  return undefined;
}

/** What the worker needs to know of a pull request's head. */
export interface PullRequestHead {
  readonly number: number;
  readonly headRef: string;
  readonly headSha: string;
  readonly baseRef: string;
  /** Full name of the head's repository; undefined when it was deleted. */
  readonly headRepository: string | undefined;
}

export type PullRequestRoute =
  | { readonly kind: 'serve' }
  | { readonly kind: 'ignore'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly reason: string };

/** Decides whether a pull request is a thread of the worker: the worker's own, or one that the label marks. */
export function routePullRequest(
  head: PullRequestHead,
  issue: IssueFacts | undefined,
  repository: string,
  filter: ThreadFilter,
): PullRequestRoute {
  const fork = head.headRepository !== repository;
  const ours = !fork && head.headRef.startsWith(filter.branchPrefix);
  const labelled = issue !== undefined && filter.issueLabel !== undefined && issue.labels.includes(filter.issueLabel);
  // A run by hand names the pull request itself.
  const byHand = issue === undefined;
  if (!ours && !labelled && !byHand) {
    return {
      kind: 'ignore',
      reason: `#${head.number} was not made by the worker: its branch "${head.headRef}" does not begin with "${filter.branchPrefix}"`,
    };
  }
  if (fork) {
    return {
      kind: 'refuse',
      reason: `#${head.number} comes from ${head.headRepository ?? 'a deleted fork'}, and the worker does not run on forks`,
    };
  }
  return { kind: 'serve' };
}
