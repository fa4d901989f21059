import type { Command } from '../command/command.ts';
import { parseCommand } from '../command/parse-command.ts';
import type { ForkPolicy } from '../fork/authorise-head.ts';
import type { Request } from '../request/request.ts';
import { type Person, sameLogin } from '../standing/standing.ts';
import type { Thread } from '../thread/thread.ts';
import type { ConversationEvent, FailedRun, IssueFacts } from './event.ts';
import type { PullRequestHead } from './pull-request.ts';
import { missedFilter, sameLabel, type ThreadFilter } from './thread-filter.ts';
import { asks, type Trigger } from './trigger.ts';

/**
 * How the thread's session may begin.
 * `new`: the request opens the thread. `continue`: there must be a session. `either`: there may be none yet.
 * `anew`: a person asked for a new session on purpose.
 */
export type Start = 'new' | 'continue' | 'either' | 'anew';

/** What an event asks for, as far as the event itself tells. */
export interface Candidate {
  readonly kind: 'candidate';
  /** Undefined: a run by hand that wants an issue of its own. */
  readonly thread: Thread | undefined;
  readonly request: Request;
  readonly asker: Person;
  readonly start: Start;
  readonly issue: IssueFacts | undefined;
  /** Set where the event carries it. */
  readonly head: PullRequestHead | undefined;
  /** Nothing in the text says that the worker is meant: it is, if the conversation is the worker's. */
  readonly inThreadOnly: boolean;
  readonly command: Command | undefined;
  /** The run that failed, where a workflow asks about one. */
  readonly ofRun: FailedRun | undefined;
  /** The review to be read before it is known what is asked. */
  readonly review: ReviewQuestion | undefined;
}

/** What a review must tell: whether its comments ask, or whether a comment on code is part of more. */
export type ReviewQuestion =
  | { readonly kind: 'do-its-comments-ask'; readonly id: number; readonly trigger: Trigger }
  | { readonly kind: 'is-more-than-this-comment'; readonly id: number };

export type Route = Candidate | { readonly kind: 'ignore'; readonly reason: string };

/** Which threads there are, and what in them asks. */
export interface RouteRules {
  readonly filter: ThreadFilter;
  readonly trigger: Trigger;
  readonly forks: ForkRules;
}

/** What becomes of pull requests whose head is a stranger's. */
export interface ForkRules {
  readonly policy: ForkPolicy;
  /** Names the worker in a pull request that is not its own, whatever the trigger. */
  readonly mention: string;
}

/** Decides what an event asks of the worker. Pure: the same event always takes the same route. */
export function route(event: ConversationEvent, rules: RouteRules): Route {
  switch (event.kind) {
    case 'unserved':
      return ignore(event.because ?? `the worker does not serve ${nameOf(event)}`);
    case 'dispatch':
      return candidate(event, event.thread, event.newSession ? 'anew' : 'either', { ofRun: event.ofRun });
    case 'label':
      return routeLabel(event, rules);
    case 'assignment':
      return routeAssignment(event, rules);
    case 'issue':
      return routeOpening(event, rules);
    case 'comment':
      return routeComment(event, rules);
    case 'review-comment':
      return routeCodeComment(event, rules);
    case 'review':
      return routeReview(event, rules);
  }
}

type ReviewEvent = Extract<ConversationEvent, { kind: 'review' | 'review-comment' }>;
type Of<K extends ConversationEvent['kind']> = Extract<ConversationEvent, { kind: K }>;

const ignore = (reason: string): Route => ({ kind: 'ignore', reason });

const nameOf = ({ name, action }: Of<'unserved'>): string => (action ? `${name}.${action}` : name);

function routeLabel(event: Of<'label'>, rules: RouteRules): Route {
  const { issue, label, request } = event;
  if (rules.trigger.kind === 'assignee') return unasked(issue, rules.trigger);
  const wanted = rules.trigger.kind === 'label' ? rules.trigger.label : rules.filter.issueLabel;
  if (!sameLabel(label, wanted)) return ignore(`the label "${label}" is not the worker's`);
  if (rules.trigger.kind === 'mention' && !asks(request.text, rules.trigger)) return unasked(issue, rules.trigger);
  // It may be put on again, long after the thread began.
  return inIssue(event, rules, { start: 'either' });
}

function routeAssignment(event: Of<'assignment'>, rules: RouteRules): Route {
  const { issue, assignee } = event;
  const { trigger } = rules;
  if (trigger.kind !== 'assignee') return ignore('an assignment asks only where the trigger is "assignee"');
  if (!sameLogin(assignee, trigger.login)) {
    return ignore(`#${issue.number} was assigned to ${assignee}, not to ${trigger.login}`);
  }
  return inIssue(event, rules, { start: 'either' });
}

function routeOpening(event: Of<'issue'>, rules: RouteRules): Route {
  if (!asks(event.request.text, rules.trigger)) return unasked(event.issue, rules.trigger);
  // Whoever puts another person's issue right does not make a request of it.
  if (event.request.edited) return inIssue(event, rules, { start: 'either', inThreadOnly: true });
  return inIssue(event, rules, { start: 'new' });
}

function routeComment(event: Of<'comment'>, rules: RouteRules): Route {
  const { issue, request } = event;
  if (!asks(request.text, rules.trigger)) return unasked(issue, rules.trigger);
  // Which pull requests are ours depends on their head branch, which the event does not carry.
  if (issue.isPullRequest) return candidate(event, { kind: 'pr', number: issue.number }, 'either', { issue });
  const addressed = rules.trigger.kind === 'mention' || parseCommand(request.text) !== undefined;
  return inIssue(event, rules, addressed ? { start: 'either' } : { start: 'continue', inThreadOnly: true });
}

function routeCodeComment(event: ReviewEvent, { trigger }: RouteRules): Route {
  const { issue, head, request, review: id } = event;
  const thread: Thread = { kind: 'pr', number: issue.number };
  if (!asks(request.text, trigger)) return unasked(issue, trigger);
  // What was asked in a review and then edited is asked once more by itself.
  if (id === undefined || request.edited) return candidate(event, thread, 'either', { issue, head });
  return candidate(event, thread, 'either', { issue, head, review: { kind: 'is-more-than-this-comment', id } });
}

function routeReview(event: ReviewEvent, { trigger }: RouteRules): Route {
  const { issue, head, request, review: id } = event;
  const thread: Thread = { kind: 'pr', number: issue.number };
  const silent = request.text.trim() === '';
  if (!silent && asks(request.text, trigger)) return candidate(event, thread, 'either', { issue, head });
  if (request.edited || id === undefined) {
    return silent ? ignore(`the review of #${issue.number} has no text any more`) : unasked(issue, trigger);
  }
  return candidate(event, thread, 'either', { issue, head, review: { kind: 'do-its-comments-ask', id, trigger } });
}

function unasked({ number }: IssueFacts, trigger: Trigger): Route {
  switch (trigger.kind) {
    case 'all':
      return ignore(`nothing in #${number} asks`);
    case 'mention':
      return ignore(`the text in #${number} does not name ${trigger.mention}`);
    case 'label':
      return ignore(`only the label "${trigger.label}" asks, and the words of /codex`);
    case 'assignee':
      return ignore(`only an assignment to ${trigger.login} asks, and the words of /codex`);
  }
}

type Asking = Pick<Candidate, 'request' | 'asker'>;

function inIssue(
  event: Asking & { readonly issue: IssueFacts },
  { filter }: RouteRules,
  { start, inThreadOnly = false }: { readonly start: Start; readonly inThreadOnly?: boolean },
): Route {
  const missed = missedFilter(event.issue, filter);
  if (missed) return ignore(missed);
  return candidate(event, { kind: 'issue', number: event.issue.number }, start, { issue: event.issue, inThreadOnly });
}

type More = Partial<Pick<Candidate, 'issue' | 'head' | 'inThreadOnly' | 'ofRun' | 'review'>>;

function candidate({ request, asker }: Asking, thread: Thread | undefined, start: Start, more: More = {}): Candidate {
  return {
    kind: 'candidate',
    thread,
    request,
    asker,
    start,
    issue: more.issue,
    head: more.head,
    inThreadOnly: more.inThreadOnly ?? false,
    command: parseCommand(request.text),
    ofRun: more.ofRun,
    review: more.review,
  };
}
