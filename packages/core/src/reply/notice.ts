import type { OwnReply } from '../ledger/settlement.ts';
import { baseOf, type RequestId } from '../request/request.ts';
import type { ThreadRuns } from '../route/ports.ts';
import { sameLogin } from '../standing/standing.ts';
import { bundleName, type StoredArtifact, transcriptName } from '../store/artifact-store.ts';
import type { Comment, Conversation } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { conclude, leftBehind } from './conclusion.ts';
import { isFinal, type Marker, type ReplyOutcome, readQueuedMarker, renderMarker } from './marker.ts';
import { isAnswerKept, noticeText } from './notice-texts.ts';
import { ownMarkers } from './post-replies.ts';
import { type RunLink, runName } from './render-reply.ts';
import { say } from './say.ts';
import { type JobFacts, type JobLimits, type Stop, whatStopped } from './what-stopped.ts';

export interface NoticePorts {
  readonly conversation: Pick<Conversation, 'commentsSince' | 'reviewCommentsSince' | 'post' | 'conclude'>;
  readonly runs: Pick<ThreadRuns, 'group'>;
  /** Jobs of this attempt of the run. */
  jobs(): Promise<readonly JobFacts[]>;
  /** Artifacts that this run has made, the newest last. */
  artifacts(): Promise<readonly Pick<StoredArtifact, 'id' | 'name'>[]>;
}

export interface NoticeOrder {
  readonly thread: Thread;
  readonly requestId: RequestId;
  readonly needs: Needs;
  readonly limits: JobLimits;
  readonly run: RunLink;
  readonly ownLogin: string;
  /** From when on a reply to the request may be in the thread, ISO 8601. */
  readonly since: string;
  /** Told of what went wrong beside the notice. */
  readonly warn?: (text: string) => void;
}

/** What the thread was told, and where. */
export interface Notice {
  readonly id: number;
  readonly url: string;
  readonly stop: Stop;
}

/**
 * Tells the thread why its request got no answer, and no longer that it waits; undefined when it has one after all, or was
 * told already.
 */
export async function notify(ports: NoticePorts, order: NoticeOrder): Promise<Notice | undefined> {
  const comments = await listComments(ports, order);
  const said = ownMarkers(comments, order.ownLogin);
  const replies = said.filter(({ marker }) => baseOf(marker.requestId) === baseOf(order.requestId));
  const isAnswered = replies.some(({ marker }) => answers(marker, order));
  const jobs = isAnswered ? [] : await ports.jobs();
  if (isAnswered || replies.some((reply) => tells(reply, jobs, order))) {
    await conclude(ports.conversation, order, { ended: [], gone: leftBy(order, comments, []) });
    return undefined;
  }
  const made = await ports.artifacts();
  const kept = made.some(({ name }) => name === bundleName(threadKey(order.thread)));
  const { needs, limits } = order;
  const stopped = whatStopped({ jobs, ...needs, limits, kept });
  const stop = isOfAnother(said, stopped, order) ? notBegun : await lookAtQueue(ports, order.thread, stopped);
  const tries = new Set(
    replies
      .map(({ marker }) => marker)
      .filter(isTry)
      .map(({ run }) => run.split('.')[0]),
  ).size;
  const by = promisedTo(comments, order);
  const page = made.findLast(({ name }) => name === transcriptName(threadKey(order.thread)));
  const transcriptUrl = page && `${order.run.url}/artifacts/${page.id}`;
  const facts = { ...order, isLastTry: tries >= 2, by, transcriptUrl };
  const posted = await ports.conversation.post(order.thread, renderNotice(stop, facts));
  // What is only postponed is still seen.
  const isOpen = outcomeOf(stop, facts.isLastTry) === 'postponed';
  const ended = isOpen ? [] : [{ request: order.requestId, went: 'badly', wentBadly: false } as const];
  await conclude(ports.conversation, order, { ended, gone: leftBy(order, comments, [order.requestId]) });
  return { ...posted, stop };
}

/** Another run of the thread may be at work by now, and shows how far it is. */
const leftBy = ({ run, ownLogin }: NoticeOrder, comments: readonly Comment[], requests: readonly RequestId[]) =>
  leftBehind(comments, { ownLogin, requests, isOver: (progress) => progress.run.startsWith(`${run.id}.`) });

/** Whom a turn was promised for the request, where turns are limited. */
function promisedTo(comments: readonly Comment[], { requestId, ownLogin }: NoticeOrder): string | undefined {
  const ours = comments.filter(({ author }) => sameLogin(author.login, ownLogin));
  const promises = ours.flatMap(({ body }) => readQueuedMarker(body) ?? []);
  return promises.find((promise) => baseOf(promise.requestId) === baseOf(requestId))?.by;
}

async function listComments({ conversation }: NoticePorts, order: NoticeOrder): Promise<readonly Comment[]> {
  const { thread, since, requestId } = order;
  const comments = await conversation.commentsSince(thread, since);
  // What was asked on a line of code is answered there, and another request may have been.
  const isAsked = thread.kind === 'pr' || requestId.startsWith('review-comment-');
  const onCode = isAsked ? await conversation.reviewCommentsSince(thread, since) : [];
  return [...comments, ...onCode];
}

const notBegun: Stop = { kind: 'cancelled-before-start' };

/** A run takes what waits before its own request: it may be stopped at that, and says so there itself. */
function isOfAnother(said: readonly OwnReply[], stop: Stop, { run, requestId }: NoticeOrder): boolean {
  const isTurn = (stop.kind === 'cancelled' || stop.kind === 'timed-out') && stop.phase !== 'publish';
  const name = runName(run);
  return (
    isTurn && said.some(({ marker }) => isCancelled(marker) && marker.run === name && marker.requestId !== requestId)
  );
}

const isCancelled = ({ outcome }: Marker): boolean => outcome === 'cancelled';

/** An edit that came before its request was taken was answered under the request's own id: its text tells. */
const answers = (marker: Marker, { requestId }: NoticeOrder): boolean =>
  isFinal(marker) &&
  (marker.requestId === requestId || `${baseOf(marker.requestId)}.${marker.textDigest}` === requestId);

/** Whether this very run has said how it ended. Its notifier may be run again by itself, as another attempt. */
function tells({ marker, comment }: OwnReply, jobs: readonly JobFacts[], { run }: NoticeOrder): boolean {
  const [id, attempt] = marker.run.split('.').map(Number);
  if (id !== run.id) return false;
  if (attempt === run.attempt) return true;
  const ends = jobs.flatMap(({ conclusion, endedAt }) =>
    endedAt !== undefined && (conclusion === 'failure' || conclusion === 'cancelled') ? [Date.parse(endedAt)] : [],
  );
  return ends.length > 0 && Date.parse(comment.createdAt) >= Math.max(...ends);
}

const isTry = ({ outcome }: Marker): boolean => outcome === 'postponed';

type NoticeFacts = Pick<NoticeOrder, 'run' | 'requestId'> & {
  readonly isLastTry?: boolean;
  /** Whom a turn was promised. */
  readonly by?: string | undefined;
  /** Page of the thread's transcript. */
  readonly transcriptUrl?: string | undefined;
};

/** GitHub lets 100 wait. Some may have gone on since this one was turned away. */
const NEARLY_FULL = 95;

async function lookAtQueue({ runs }: NoticePorts, thread: Thread, stop: Stop): Promise<Stop> {
  if (stop.kind !== 'cancelled-before-start') return stop;
  const group = await runs.group(thread);
  if (group.kind !== 'known' || group.waiting < NEARLY_FULL) return stop;
  return { kind: 'queue-full', waiting: group.waiting };
}

export function renderNotice(
  stop: Stop,
  { run, requestId, isLastTry = false, by, transcriptUrl }: NoticeFacts,
): string {
  // Whether an older session exists is told by what was said before.
  const session = 'kept' in stop && stop.kept ? {} : { session: 'none' as const };
  const marker = renderMarker({
    requestId,
    outcome: outcomeOf(stop, isLastTry),
    run: runName(run),
    ...session,
    // Codex was at work: the turn counts, whatever ended it.
    ...(by !== undefined && 'phase' in stop && stop.phase !== 'before-codex' ? { by } : {}),
  });
  const links = [`[${say('facts.runLink')}](${run.url})`];
  if (transcriptUrl !== undefined) links.push(`[${say('facts.transcriptLink')}](${transcriptUrl})`);
  const text = noticeText(stop, { url: run.url, isLastTry, isByHand: requestId.startsWith('dispatch-') });
  return `${text}\n\n<sub>${links.join(' · ')}</sub>\n\n${marker}`;
}

/**
 * What was working when it was stopped is not repeated unasked. What never began, or broke by no fault of its own, stays
 * open, and a sweep may take it up; a third try is the last.
 */
function outcomeOf(stop: Stop, isLastTry: boolean): ReplyOutcome {
  switch (stop.kind) {
    case 'route-failed':
    case 'cancelled-before-start':
    case 'queue-full':
      return 'postponed';
    case 'cancelled':
    case 'timed-out':
      return stop.phase === 'before-codex' || isAnswerKept(stop) ? 'postponed' : 'cancelled';
    case 'runner-lost':
    case 'cut-off':
      return isLastTry ? 'failed' : 'postponed';
    case 'failed':
      return stop.phase === 'publish' && !isLastTry ? 'postponed' : 'failed';
  }
}

/** What `needs` of a job says of the jobs before it. */
export interface Needs {
  readonly results: readonly string[];
  /** What a step said of its failure. */
  readonly failure: string | undefined;
  readonly routeFailed: boolean;
}

/** Reads `{"route":{"result":"success","outputs":{"decision":"run"}},"thread":{"result":"cancelled"}}`. */
export function readNeeds(needs: unknown): Needs {
  const jobs = Object.entries(recordOf(needs)).map(([name, job]) => ({ name, ...recordOf(job) }) as NeededJob);
  const said = jobs.map(({ outputs }) => String(recordOf(outputs)['failure'] ?? '')).filter((text) => text !== '');
  const routes = jobs.filter(({ name }) => name === 'route' || name === 'enqueue');
  return {
    results: jobs.flatMap(({ result }) => (typeof result === 'string' ? [result] : [])),
    failure: said[0],
    routeFailed: routes.some(({ result }) => result === 'failure' || result === 'cancelled'),
  };
}

type NeededJob = { readonly name: string; readonly result?: unknown; readonly outputs?: unknown };

const recordOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
