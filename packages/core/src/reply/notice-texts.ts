import { defuse } from './defuse.ts';
import { hostOf } from './defuse-rules.ts';
import { inSentence } from './in-sentence.ts';
import { say } from './say.ts';
import type { Phase, Stop } from './what-stopped.ts';

/** What a notice tells beside the stop. */
export interface Telling {
  /** Page of the run. */
  readonly url: string;
  readonly isLastTry: boolean;
  /** A run by hand has its text in itself alone: no other run can take it up. */
  readonly isByHand: boolean;
}

const staysOpen = ({ isByHand }: Telling): string => say(isByHand ? 'notice.staysOpen.byHand' : 'notice.staysOpen');

/** The sentence that a person gets for each way in which a run may stop, with what was kept and the next step. */
export function noticeText(stop: Stop, telling: Telling): string {
  const { url, isByHand } = telling;
  switch (stop.kind) {
    case 'route-failed':
      return say('notice.routeFailed', { reason: reasonText(stop.reason, url), next: staysOpen(telling) });
    case 'cancelled-before-start':
      return say('notice.cancelledBeforeStart', { next: staysOpen(telling) });
    case 'queue-full':
      return say('notice.queueFull', {
        waiting: stop.waiting,
        next: isByHand ? staysOpen(telling) : say('notice.staysOpen.queued'),
      });
    case 'cancelled':
      return cancelledText(stop, telling);
    case 'timed-out':
      return timedOutText(stop, telling);
    case 'runner-lost':
      return say('notice.runnerLost', { job: inCode(stop.job), next: whatNext(stop, telling) });
    case 'cut-off': {
      const { step, minutes } = stop;
      return say('notice.cutOff', { step: inCode(step), minutes, url, next: whatNext(stop, telling) });
    }
    case 'failed':
      return failedText(stop, telling);
  }
}

/** Names of jobs and steps are the team's own. */
const inCode = (text: string): string => inSentence(text).replaceAll('`', "'");

type Of<K extends Stop['kind']> = Extract<Stop, { kind: K }>;

/** Whether Codex had answered, and the next run can publish it: what is published was stored before. */
export function isAnswerKept({ phase, kept }: { readonly phase: Phase; readonly kept: boolean }): boolean {
  return phase === 'publish' || (phase === 'after-codex' && kept);
}

function cancelledText({ phase, kept }: Of<'cancelled'>, telling: Telling): string {
  const { url } = telling;
  switch (phase) {
    case 'before-codex':
      return say('notice.cancelledBeforeCodex', { url, next: staysOpen(telling) });
    case 'codex':
      return say('notice.cancelled', { url, kept: keptText(kept) });
    case 'after-codex':
    case 'publish':
      return isAnswerKept({ phase, kept })
        ? say('notice.cancelledBeforePublished', { url, next: say('notice.answerKept') })
        : say('notice.cancelledBeforeStored', { url, kept: keptText(false) });
  }
}

function timedOutText({ phase, minutes, kept, step }: Of<'timed-out'>, telling: Telling): string {
  const { url } = telling;
  const answerKept = say('notice.answerKept');
  if (step !== undefined)
    return say('notice.timedOutInStep', { url, minutes, step: inCode(step), kept: keptText(kept) });
  if (phase === 'publish') return say('notice.timedOutInPublish', { url, minutes, next: answerKept });
  if (phase === 'before-codex') return say('notice.timedOutBeforeCodex', { url, minutes, next: staysOpen(telling) });
  return isAnswerKept({ phase, kept })
    ? say('notice.timedOutBeforePublished', { url, minutes, next: answerKept })
    : say('notice.timedOut', { url, minutes, kept: keptText(kept) });
}

function failedText({ phase, job, reason, kept }: Of<'failed'>, telling: Telling): string {
  const { url, isByHand } = telling;
  const where = job === undefined ? '' : say('notice.inJob', { job: inCode(job) });
  const why = reasonText(reason, url);
  if (phase === 'publish') {
    return say('notice.publishFailed', { job: where, reason: why, next: whatNext({ phase, kept }, telling) });
  }
  const what = kept ? 'notice.failed.kept' : 'notice.failed.nothingKept';
  return say('notice.failed', { job: where, reason: why, next: say(isByHand ? `${what}.byHand` : what) });
}

/** After an end that nobody wanted: the request is still open, unless it ended so too often. */
function whatNext(
  { phase, kept }: { readonly phase: Phase; readonly kept: boolean },
  { isLastTry, isByHand }: Telling,
): string {
  if (isLastTry) return say('notice.lastTry', { kept: keptText(kept) });
  if (isAnswerKept({ phase, kept })) return say('notice.answerKept');
  return say(isByHand ? 'notice.takenUp.byHand' : 'notice.takenUp', { kept: keptText(kept) });
}

const keptText = (kept: boolean): string => say(kept ? 'notice.kept' : 'notice.nothingKept');

/** The words of a failure may hold what somebody wrote. */
const reasonText = (reason: string | undefined, url: string): string =>
  reason === undefined
    ? say('notice.log', { url })
    : defuse(inSentence(reason), { people: [], links: 'all', host: hostOf(url) });
