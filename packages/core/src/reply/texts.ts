import type { Failure } from '../failure/failure.ts';
import type { LeftOut } from '../proposal/left-out.ts';
import type { Thread } from '../thread/thread.ts';
import type { TurnEnd } from '../turn/turn.ts';
import { attachmentTexts } from './attachment-texts.ts';
import { commandTexts } from './command-texts.ts';
import { firstNames, namesOf } from './first-names.ts';
import { forkTexts } from './fork-texts.ts';
import { inCode } from './in-code.ts';
import { inSentence } from './in-sentence.ts';
import { joined } from './joined.ts';
import { progressTexts } from './progress-texts.ts';
import { routeTexts } from './route-texts.ts';
import { say } from './say.ts';
import { threadTexts } from './thread-texts.ts';

/** What a person reads of a turn and of its change. */
const turnTexts = {
  get noMessage() {
    return say('noMessage');
  },

  failed: ({ what, fix }: Pick<Failure, 'what' | 'fix'>, kept: string): string =>
    say('failed', { what: inSentence(what), fix: inSentence(fix), kept }),

  timedOut: ({ after, minutes }: Extract<TurnEnd, { kind: 'timed-out' }>, hasSession: boolean): string => {
    const kept = say(hasSession ? 'timedOut.kept' : 'timedOut.noSession');
    return say(after === 'wall' ? 'timedOut.wall' : 'timedOut.idle', { minutes, kept });
  },

  cancelled: (hasSession: boolean): string => say(hasSession ? 'cancelled.kept' : 'cancelled.nothingKept'),

  answerUnfit: (why: string): string => say('answerUnfit', { why: endedSentence(why) }),

  hostsRefused: (hosts: readonly string[]): string => say('hostsRefused', { hosts: hosts.map(inCode).join(', ') }),

  get sessionKept() {
    return say('sessionKept');
  },
  get noSessionYet() {
    return say('noSessionYet');
  },
  get sessionUnusable() {
    return say('sessionUnusable');
  },
  requestsWait: (count: number): string =>
    count === 1 ? say('requestsWait.one') : say('requestsWait.other', { count }),

  sessionGone: (why: string): string => say('sessionGone', { why }),
  get sessionNeverBegan() {
    return say('sessionNeverBegan');
  },
  get sessionExpired() {
    return say('sessionExpired');
  },

  moved: (url: string): string => say('moved', { url }),
  movedLate: (number: number): string => say('movedLate', { number }),
  answersLate: (author: string, number: number): string => say('answersLate', { author, number }),

  closed: ({ kind, number }: Thread): string =>
    say(kind === 'issue' ? 'closed.issue' : 'closed.pullRequest', { number }),

  branchGone: (branch: string): string => say('branchGone', { branch }),

  /** Codex reads it, no person. */
  branchWasDeleted: (branch: string, base: string): string =>
    `The branch ${branch} is not on GitHub: it was deleted, or its changes were not pushed. The workspace is ${base}, without them.`,

  changeNoLongerApplies: (run: string): string => say('changeNoLongerApplies', { run }),

  replyLost: (run: number): string => say('replyLost', { run }),

  opened: (number: number): string => say('opened', { number }),
  pushedTo: (branch: string, sha: string): string => say('pushedTo', { branch, sha: sha.slice(0, 7) }),
  prNotPermitted: (compareUrl: string): string => say('prNotPermitted', { compareUrl }),
  conflicts: (detail: string, url: string): string => say('conflicts', { detail: firstNames(detail.split(', ')), url }),
  pushRefused: (detail: string, url: string): string => say('pushRefused', { detail: inSentence(detail), url }),
  held: (why: string, url: string): string => say('held', { why: endedSentence(why), url }),
  leftOut: (files: readonly LeftOut[], runUrl: string, patchUrl?: string): string => {
    const reasons = [...new Set(files.map(({ why }) => why))];
    const lines = reasons.map((why) => {
      const paths = files.filter((file) => file.why === why).map(({ path }) => path);
      return say('leftOut.files', { names: firstNames(paths), why: say(`leftOut.${why}`) });
    });
    const where =
      patchUrl === undefined ? say('leftOut.inArtifact', { url: runUrl }) : say('leftOut.attached', { url: patchUrl });
    return say('leftOut', { files: lines.join('\n'), where });
  },
  cut: (url: string, transcriptUrl?: string): string =>
    transcriptUrl === undefined ? say('cut', { url }) : say('cut.transcript', { url: transcriptUrl }),
  goesOn: (part: number, parts: number): string => say('goesOn', { part, parts }),
  goesOnHere: (part: number, parts: number): string => say('goesOnHere', { part, parts }),
  queueGaveUp: (of: { tries: number; file: string; branch: string }): string => say('queueGaveUp', of),

  /** In the body of the pull request. */
  pullRequestOrigin: ({ kind, number }: Thread, checksWait: boolean): string =>
    say(checksWait ? 'pullRequestOrigin.checksWait' : 'pullRequestOrigin', { thread: `${kind} #${number}` }),
  prOnRequest: (branch: string, sha: string): string => say('prOnRequest', { branch, sha: sha.slice(0, 7) }),
  prForbidden: (compareUrl: string): string => say('prForbidden', { compareUrl }),
  prRefused: (why: string, compareUrl: string): string => say('prRefused', { why: endedSentence(why), compareUrl }),
  get prNothingToOpen() {
    return say('prNothingToOpen');
  },
  prOpenAlready: (number: number): string => say('prOpenAlready', { number }),
  labelsRefused: (names: readonly string[], why: string): string =>
    say('labelsRefused', { names: namesOf(names), why: endedSentence(why) }),
  reviewersRefused: (names: readonly string[], why: string): string =>
    say('reviewersRefused', { names: namesOf(names), why: endedSentence(why) }),
  get patchShown() {
    return say('patchShown');
  },
  get leftOutShown() {
    return say('leftOutShown');
  },
};

/**
 * Every text that a person can get from the worker in a thread, in one place. The sentences are in english.ts, or a team's own.
 * The same facts give the same text.
 */
export const texts = joined(
  attachmentTexts,
  commandTexts,
  forkTexts,
  progressTexts,
  routeTexts,
  threadTexts,
  turnTexts,
);

function endedSentence(text: string): string {
  const said = inSentence(text);
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}
