import type { Command } from '../command/command.ts';
import { authoriseHead } from '../fork/authorise-head.ts';
import type { Request } from '../request/request.ts';
import { type AdmissionPolicy, admit, sameLogin } from '../standing/standing.ts';
import { isLimited, type TurnLimits } from '../standing/turn-limits.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { isAnsweredAtOnce } from './answer-command.ts';
import type { ConversationEvent, IssueFacts } from './event.ts';
import type { RouteQuestions } from './ports.ts';
import { type PullRequestHead, type PullRequestRoute, routePullRequest } from './pull-request.ts';
import { type Candidate, type RouteRules, route, type Start } from './route.ts';
import { asks } from './trigger.ts';

export interface RouteContext extends RouteRules {
  /** `owner/name` of the repository that the event happened in. */
  readonly repository: string;
  readonly defaultBranch: string;
  readonly policy: AdmissionPolicy;
  /** How many turns there may be. */
  readonly limits?: TurnLimits;
}

/** What is asked, by whom and where. Nobody was told of it yet. */
export interface Asked {
  readonly because: string;
  /** Undefined: a run by hand that wants an issue of its own. */
  readonly thread: Thread | undefined;
  readonly request: Request;
  readonly asker: Candidate['asker'];
  readonly start: Start;
  readonly issue: IssueFacts | undefined;
  readonly command: Command | undefined;
  /** The branch that the thread works on, as far as it is known; empty where the session will tell. */
  readonly ref: string;
  /** The head of a pull request; of a fork's, the commit that was authorised. */
  readonly sha: string;
  readonly base: string;
  /** Whether the head is a stranger's. */
  readonly fork: boolean;
}

/** Why nothing is run although somebody with standing asked. */
export type RefusalCode = 'fork-refused' | 'fork-head-changed' | 'thread-locked' | 'turns-used-up';

export type RoutePlan =
  | { readonly kind: 'ignore'; readonly reason: string }
  | { readonly kind: 'refuse'; readonly code: RefusalCode; readonly reason: string; readonly asked: Asked }
  | { readonly kind: 'serve'; readonly asked: Asked };

/** Plans what becomes of an event, and changes nothing. Nothing but a look at their permission is spent on strangers. */
export async function planRoute(
  ports: RouteQuestions,
  event: ConversationEvent,
  context: RouteContext,
): Promise<RoutePlan> {
  const first = route(event, context);
  if (first.kind === 'ignore') return first;
  const admission = await admitAll(ports, first, context.policy);
  if (admission.kind === 'ignore') return admission;
  const place = await findPlace(ports, first, context);
  if (place.kind === 'ignore') return place;
  const unasked = first.review && (await readReview(ports, first));
  if (unasked) return ignore(unasked);
  const { request, asker, start, issue, command } = first;
  const { thread, ref, sha, base, fork } = place;
  const asked: Asked = {
    because: admission.because,
    thread,
    request,
    asker,
    start,
    issue,
    command,
    ref,
    sha,
    base,
    fork,
  };
  if (issue?.locked) return { kind: 'refuse', code: 'thread-locked', reason: `#${issue.number} is locked`, asked };
  return place.refused === undefined || isAnsweredAtOnce(command)
    ? { kind: 'serve', asked }
    : { kind: 'refuse', ...place.refused, asked };
}

const ignore = (reason: string) => ({ kind: 'ignore', reason }) as const;

/** Who asks must have standing. Who edits gives none to somebody else's words: both must have it. */
async function admitAll(ports: RouteQuestions, { request, asker }: Candidate, policy: AdmissionPolicy) {
  const admission = await admit(ports, asker, policy);
  const turnedAway = (because: string | undefined) => ignore(because ?? 'nobody admitted it');
  if (admission.kind !== 'admitted') return turnedAway('because' in admission ? admission.because : undefined);
  // An issue of somebody else may be the worker's by its label, and is edited as such.
  if (!request.edited || request.author.login === asker.login || isOpening(request)) return admission;
  const author = await admit(ports, request.author, policy);
  return author.kind === 'admitted' ? admission : turnedAway('because' in author ? author.because : undefined);
}

const isOpening = ({ id }: Request): boolean => id.startsWith('issue-');

interface Place extends Pick<Asked, 'thread' | 'ref' | 'sha' | 'base' | 'fork'> {
  readonly refused?: { readonly code: RefusalCode; readonly reason: string };
}
const BY_SESSION = { ref: '', sha: '', base: '', fork: false } as const;

/** Finds the branch of the thread, and with it whether the worker serves it. */
async function findPlace(
  ports: RouteQuestions,
  first: Candidate,
  context: RouteContext,
): Promise<(Place & { readonly kind: 'place' }) | { readonly kind: 'ignore'; readonly reason: string }> {
  const { thread, issue, head: known } = first;
  const branch = { ref: context.defaultBranch, sha: '', base: context.defaultBranch, fork: false };
  if (!thread) return { kind: 'place', thread, ...branch };
  if (thread.kind === 'issue' && issue) {
    const meant = !first.inThreadOnly || (await mayBeThread(ports, issue, thread, context));
    return meant ? { kind: 'place', thread, ...branch } : ignore(`the worker was never asked in #${thread.number}`);
  }
  // The session knows the branch of a pull request that we opened: most runs that wait need not look.
  if (!known && issue && isOwn(issue, context.policy)) return { kind: 'place', thread, ...BY_SESSION };
  const head = known ?? (await ports.pullRequestHead(thread.number));
  // A run by hand may name a pull request by its bare number.
  if (!head && thread.kind === 'issue') return { kind: 'place', thread, ...branch };
  if (!head) return ignore(`there is no pull request ${threadKey(thread)}`);
  const outdated = mendedAlready(first, head);
  if (outdated !== undefined) return ignore(outdated);
  const { repository, filter, trigger } = context;
  const asking = { issue, addressed: isAddressed(first, context), byMention: trigger.kind === 'mention' };
  const served = routePullRequest(head, asking, repository, filter);
  if (served.kind === 'ignore') return served;
  if (served.kind === 'fork') return placeFork(ports, first, { head, served, context });
  const place = { thread: { kind: 'pr', number: thread.number }, ref: head.headRef, sha: head.headSha } as const;
  return { kind: 'place', ...place, base: head.baseRef, fork: false };
}

/** Why a run that failed asks for nothing any more; undefined where its commit is still the head. */
function mendedAlready({ ofRun }: Candidate, { number, headSha }: PullRequestHead): string | undefined {
  if (ofRun === undefined || ofRun.commit === headSha) return undefined;
  return `#${number} has other commits than the run ${ofRun.id}, which failed`;
}

const isAddressed = ({ request, command }: Candidate, { forks }: RouteContext): boolean =>
  command !== undefined || asks(request.text, { kind: 'mention', mention: forks.mention });

interface ForkFound {
  readonly head: PullRequestHead;
  readonly served: Extract<PullRequestRoute, { kind: 'fork' }>;
  readonly context: RouteContext;
}

/** A pull request from a fork becomes a thread when somebody with standing asks for that, and stays one. */
async function placeFork(
  ports: RouteQuestions,
  { request, head: known }: Candidate,
  { head, served, context }: ForkFound,
): Promise<(Place & { readonly kind: 'place' }) | { readonly kind: 'ignore'; readonly reason: string }> {
  // Its run has no secret and may write nothing, so that nobody could be told.
  if (known) return ignore(`a review of #${head.number}, which comes from a fork, gets no secrets: a comment does`);
  const thread = { kind: 'pr', number: head.number } as const;
  const isMeant = served.meant || (context.forks.policy !== 'refuse' && (await ports.isThread(thread)));
  if (!isMeant) return ignore(`nothing in #${head.number}, which comes from a fork, names the worker`);
  const place = { kind: 'place', thread, ref: '', base: head.baseRef, fork: true } as const;
  if (context.forks.policy === 'refuse')
    return { ...place, sha: '', refused: { code: 'fork-refused', reason: served.reason } };
  const authorised = authoriseHead(head, { createdAt: request.createdAt, sha: undefined });
  return authorised.kind === 'authorised'
    ? { ...place, sha: authorised.sha }
    : { ...place, sha: '', refused: { code: 'fork-head-changed', reason: authorised.reason } };
}

/** Other workflows may open pull requests with our login, and name their branches as they like. */
const isOwn = ({ author, isMarked }: IssueFacts, { ownLogin }: AdmissionPolicy): boolean =>
  isMarked && sameLogin(author.login, ownLogin);

/**
 * Whether a comment in an issue may be meant for the worker: whoever may ask opened it, or the worker was asked there.
 * Some 👀, or what came in its place, is most likely ours: the session tells for certain, and the look costs no call here. Where turns are limited, each
 * is promised, and nobody promises people who talk to each other anything.
 */
async function mayBeThread(
  ports: RouteQuestions,
  issue: IssueFacts,
  thread: Thread,
  { policy, limits }: RouteContext,
): Promise<boolean> {
  if (issue.signs > 0 && !(limits && isLimited(limits))) return true;
  return (await admit(ports, issue.author, policy)).kind === 'admitted' || ports.isThread(thread);
}

/** Why a review, or a comment of one, asks for nothing by itself; undefined when it asks. */
async function readReview(ports: RouteQuestions, { review: question, thread }: Candidate): Promise<string | undefined> {
  if (!question || !thread) return undefined;
  const review = await ports.review(thread, question.id);
  if (question.kind === 'is-more-than-this-comment') {
    const more = review !== undefined && (review.text.trim() !== '' || review.comments.length > 1);
    return more ? `it is part of review ${question.id}, which asks as a whole` : undefined;
  }
  const comments = review?.comments ?? [];
  if (comments.length === 0) return `review ${question.id} says nothing`;
  if (review?.text.trim() === '' && comments.length === 1) {
    return `the one comment of review ${question.id} asks by itself`;
  }
  return comments.some((text) => asks(text, question.trigger)) ? undefined : `nothing in review ${question.id} asks`;
}
