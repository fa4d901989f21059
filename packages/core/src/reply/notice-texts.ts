import { defuse } from './defuse.ts';
import { hostOf } from './defuse-rules.ts';
import type { Phase, Stop } from './what-stopped.ts';

/** What a notice tells beside the stop. */
export interface Telling {
  /** Page of the run. */
  readonly url: string;
  readonly isLastTry: boolean;
  /** A run by hand has its text in itself alone: no other run can take it up. */
  readonly isByHand: boolean;
}

const staysOpen = ({ isByHand }: Telling): string =>
  isByHand
    ? 'Nothing was run for this request, and it stays open: its text stands in the run alone, and a re-run takes it up.'
    : 'Nothing was run for this request, and it stays open: the next comment here, or a re-run, takes it up.';

/** The sentence that a person gets for each way in which a run may stop, with what was kept and the next step. */
export function noticeText(stop: Stop, telling: Telling): string {
  const { url } = telling;
  const run = `[The run](${url})`;
  switch (stop.kind) {
    case 'route-failed':
      return `**The run stopped before it began** (job \`route\`). ${reasonText(stop.reason, url)}\n\n${staysOpen(telling)}`;
    case 'cancelled-before-start':
      return `**Cancelled before it started.** ${staysOpen(telling)}`;
    case 'queue-full':
      return `**Cancelled before it started: the queue is full.** ${stop.waiting} runs of this thread wait, and GitHub lets no more than 100 wait. ${telling.isByHand ? staysOpen(telling) : 'Nothing was run for this request, and it stays open: one of the runs that wait takes it up.'}`;
    case 'cancelled':
      return cancelledText(stop, run, telling);
    case 'timed-out':
      return timedOutText(stop, run, telling);
    case 'runner-lost':
      return `**The runner was lost** (job \`${inCode(stop.job)}\`). The machine went away, or ran out of memory or disk, and GitHub tells no more. ${whatNext(stop, telling)}`;
    case 'cut-off':
      return `**Cut off.** The step \`${inCode(stop.step)}\` ended after ${stop.minutes} minutes without a word. That is what a \`timeout-minutes\` of the step does, a machine without memory, or an error of the worker itself; [its log](${url}) tells. ${whatNext(stop, telling)}`;
    case 'failed':
      return failedText(stop, telling);
  }
}

const inCode = (text: string): string => text.replaceAll('`', "'");

type Of<K extends Stop['kind']> = Extract<Stop, { kind: K }>;

/** Whether Codex had answered, and the next run can publish it: what is published was stored before. */
export function isAnswerKept({ phase, kept }: { readonly phase: Phase; readonly kept: boolean }): boolean {
  return phase === 'publish' || (phase === 'after-codex' && kept);
}

function cancelledText({ phase, kept }: Of<'cancelled'>, run: string, telling: Telling): string {
  switch (phase) {
    case 'before-codex':
      return `**Cancelled before Codex began.** ${run} was cancelled while it was prepared. ${staysOpen(telling)}`;
    case 'codex':
      return `**Cancelled.** ${run} was cancelled while it worked on this request. ${keptText(kept)} It is not repeated unasked: reply to go on, or re-run it.`;
    case 'after-codex':
    case 'publish':
      return isAnswerKept({ phase, kept })
        ? `**Cancelled before the answer was published.** ${run} was cancelled after Codex had answered. ${ANSWER_KEPT}`
        : `**Cancelled after Codex had answered.** ${run} was cancelled before its session was stored. ${keptText(false)} It is not repeated unasked: reply to ask again, or re-run it.`;
  }
}

function timedOutText({ phase, minutes, kept, step }: Of<'timed-out'>, run: string, telling: Telling): string {
  if (step !== undefined) {
    return `**Timed out.** ${run} was stopped after ${minutes} minutes in the step \`${inCode(step)}\`, by a \`timeout-minutes\` of that step. ${keptText(kept)} Reply to go on from there, or raise the limit.`;
  }
  if (phase === 'publish') {
    return `**Timed out.** ${run} took more than ${minutes} minutes to publish the answer and was stopped. ${ANSWER_KEPT}`;
  }
  const took = `${run} took more than ${minutes} minutes (\`job-timeout-minutes\`) and was stopped`;
  if (phase === 'before-codex') return `**Timed out.** ${took} before Codex began. ${staysOpen(telling)}`;
  return `**Timed out.** ${took}. ${keptText(kept)} Reply to go on from there, or raise the limit.`;
}

function failedText({ phase, job, reason, kept }: Of<'failed'>, telling: Telling): string {
  const { url, isByHand } = telling;
  const where = job === undefined ? '' : ` (job \`${inCode(job)}\`)`;
  if (phase === 'publish') {
    return `**The answer could not be published**${where}. ${reasonText(reason, url)}\n\n${whatNext({ phase, kept }, telling)}`;
  }
  return `**The run failed** before it could answer${where}. ${reasonText(reason, url)}\n\n${kept ? 'Turns that had ended before are kept, and published by the next run of this thread; the one that was cut off is not.' : keptText(false)} When that is mended, ${isByHand ? '' : 'reply or '}re-run the failed jobs: what is kept is not done twice.`;
}

const ANSWER_KEPT = 'The answer is kept: re-run the failed jobs, or comment here, and it is published first.';

/** After an end that nobody wanted: the request is still open, unless it ended so too often. */
function whatNext(
  { phase, kept }: { readonly phase: Phase; readonly kept: boolean },
  { isLastTry, isByHand }: Telling,
): string {
  if (isLastTry) {
    return `${keptText(kept)} Three runs ended without an answer, and it is not tried again unasked: reply to go on, or re-run it.`;
  }
  if (isAnswerKept({ phase, kept })) return ANSWER_KEPT;
  return `${keptText(kept)} The request stays open: re-run the failed jobs${isByHand ? '' : ', or comment here'}, and it is taken up.`;
}

const keptText = (kept: boolean): string =>
  kept
    ? "The session up to then is kept, and what it had changed, if anything, is on the thread's branch."
    : 'Nothing of this run was kept; the session is as it was before.';

/** The words of a failure may hold what somebody wrote. */
const reasonText = (reason: string | undefined, url: string): string =>
  reason === undefined
    ? `[Its log](${url}) says why.`
    : defuse(reason, { people: [], links: 'all', host: hostOf(url) });
