import type { RequestId } from '../request/request.ts';
import { bundleName, type StoredArtifact } from '../store/artifact-store.ts';
import type { Conversation } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { type ReplyOutcome, renderMarker } from './marker.ts';
import { ownMarkers } from './post-replies.ts';
import type { RunLink } from './render-reply.ts';
import { withoutComments } from './without-comments.ts';

/** How a job of the run ended, as the API tells it after the fact. */
export interface JobFacts {
  readonly name: string;
  readonly conclusion: string | undefined;
  /** How long it ran; undefined when it never got a runner. */
  readonly minutes: number | undefined;
}

export interface NoticePorts {
  readonly conversation: Conversation;
  /** Jobs of this attempt of the run. */
  jobs(): Promise<readonly JobFacts[]>;
  /** Artifacts that this run has made. */
  artifacts(): Promise<readonly Pick<StoredArtifact, 'name'>[]>;
}

export interface NoticeOrder {
  readonly thread: Thread;
  readonly requestId: RequestId;
  /** Results of the jobs that were waited for, as `needs` gives them. */
  readonly results: readonly string[];
  /** What the step that failed said of it. */
  readonly failure: string | undefined;
  /** Limit of the agent's job: a job that ran so long was not cancelled by a person. */
  readonly jobTimeoutMinutes: number;
  readonly run: RunLink;
  readonly ownLogin: string;
  /** From when on a reply to the request may be in the thread, ISO 8601. */
  readonly since: string;
}

/** What stopped a run that gave no answer. */
export type Stop =
  | { readonly kind: 'cancelled-before-start' }
  | { readonly kind: 'cancelled'; readonly kept: boolean }
  | { readonly kind: 'timed-out'; readonly minutes: number; readonly kept: boolean }
  | {
      readonly kind: 'failed';
      readonly job: string | undefined;
      readonly reason: string | undefined;
      readonly kept: boolean;
    };

/** Tells the thread why its request got no answer; undefined when it has one after all. */
export async function notify(
  ports: NoticePorts,
  order: NoticeOrder,
): Promise<{ readonly id: number; readonly url: string; readonly stop: Stop } | undefined> {
  const comments = await ports.conversation.commentsSince(order.thread, order.since);
  const answered = ownMarkers(comments, order.ownLogin).some(
    ({ marker }) =>
      marker.requestId === order.requestId && (marker.outcome === 'answered' || marker.run === runName(order.run)),
  );
  if (answered) return undefined;
  const kept = (await ports.artifacts()).some(({ name }) => name === bundleName(threadKey(order.thread)));
  const stop = whatStopped(await ports.jobs(), order, kept);
  const posted = await ports.conversation.post(order.thread, renderNotice(stop, order));
  return { ...posted, stop };
}

const runName = ({ id, attempt }: RunLink): string => `${id}.${attempt}`;

/** GitHub's times have whole seconds: a job that ran its whole limit may seem a second shorter. */
const ROUNDING = 1 / 60;

/** Decides by the jobs, because a run's own conclusion does not tell a cancelled job from a failed one. */
export function whatStopped(
  jobs: readonly JobFacts[],
  { results, failure, jobTimeoutMinutes }: Pick<NoticeOrder, 'results' | 'failure' | 'jobTimeoutMinutes'>,
  kept: boolean,
): Stop {
  // The job that asks has no conclusion yet, and a job that went well stopped nothing.
  const working = jobs.filter(({ conclusion }) => conclusion === 'failure' || conclusion === 'cancelled');
  const failed = working.find(({ conclusion }) => conclusion === 'failure');
  if (failed) return { kind: 'failed', job: failed.name, reason: failure, kept };
  if (!results.includes('cancelled')) return { kind: 'failed', job: undefined, reason: failure, kept };
  const overtime = working.find(
    ({ conclusion, minutes }) =>
      conclusion === 'cancelled' && minutes !== undefined && minutes >= jobTimeoutMinutes - ROUNDING,
  );
  if (overtime) return { kind: 'timed-out', minutes: jobTimeoutMinutes, kept };
  const started = working.some(({ minutes }) => minutes !== undefined);
  return started ? { kind: 'cancelled', kept } : { kind: 'cancelled-before-start' };
}

export function renderNotice(stop: Stop, { run, requestId }: Pick<NoticeOrder, 'run' | 'requestId'>): string {
  // Whether an older session exists is told by what was said before.
  const session = 'kept' in stop && stop.kept ? {} : { session: 'none' as const };
  const marker = renderMarker({ requestId, outcome: outcomeOf(stop), run: runName(run), ...session });
  return `${noticeText(stop, run.url)}\n\n<sub>[run](${run.url})</sub>\n\n${marker}`;
}

/** What was working when it was stopped is not repeated unasked; what never began, or broke, is still open. */
function outcomeOf(stop: Stop): ReplyOutcome {
  switch (stop.kind) {
    case 'cancelled-before-start':
      return 'postponed';
    case 'cancelled':
    case 'timed-out':
      return 'cancelled';
    case 'failed':
      return 'failed';
  }
}

const keptText = (kept: boolean): string =>
  kept
    ? "The session up to then is kept, and what it had changed, if anything, is on the thread's branch."
    : 'Nothing of this run was kept; the session is as it was before.';

function noticeText(stop: Stop, url: string): string {
  switch (stop.kind) {
    case 'cancelled-before-start':
      return '**Cancelled before it started.** Nothing was run for this request, and it stays open: the next comment here, or a re-run, takes it up.';
    case 'cancelled':
      return `**Cancelled.** [The run](${url}) was cancelled while it worked on this request. ${keptText(stop.kept)} It is not repeated unasked: reply to go on, or re-run it.`;
    case 'timed-out':
      return `**Timed out.** [The run](${url}) took more than ${stop.minutes} minutes (\`job-timeout-minutes\`) and was stopped. ${keptText(stop.kept)} Reply to go on from there, or raise the limit.`;
    case 'failed':
      return `**The run failed** before it could answer${stop.job ? ` (job \`${stop.job}\`)` : ''}. ${reasonText(stop.reason, url)}\n\n${stop.kept ? 'What Codex did is kept, and published by the next run of this thread.' : keptText(false)} When that is mended, reply or re-run the failed jobs: what is done already is not done twice.`;
  }
}

/** The words of a failure may hold what somebody wrote. */
const reasonText = (reason: string | undefined, url: string): string =>
  reason === undefined ? `[Its log](${url}) says why.` : withoutComments(reason);

/** What a step of the jobs before said of its failure: `{"agent":{"outputs":{"failure":"…"}}}`. */
export function readFailure(needs: unknown): string | undefined {
  if (typeof needs !== 'object' || needs === null) return undefined;
  const said = Object.values(needs).flatMap((need: unknown) => {
    const outputs = typeof need === 'object' && need !== null && 'outputs' in need ? need.outputs : undefined;
    return typeof outputs === 'object' && outputs !== null && 'failure' in outputs ? [String(outputs.failure)] : [];
  });
  return said.find((text) => text !== '');
}

/** What `needs` of a job says of the jobs before it: `{"agent":{"result":"cancelled"}}`. */
export function readResults(needs: unknown): readonly string[] {
  if (typeof needs !== 'object' || needs === null) return [];
  return Object.values(needs).flatMap((need: unknown) =>
    typeof need === 'object' && need !== null && 'result' in need ? [String(need.result)] : [],
  );
}
