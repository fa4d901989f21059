import type { Failure } from '../failure/failure.ts';
import type { LeftOut, WhyLeftOut } from '../proposal/left-out.ts';
import type { Thread } from '../thread/thread.ts';
import type { TurnEnd } from '../turn/turn.ts';
import { attachmentTexts } from './attachment-texts.ts';
import { commandTexts } from './command-texts.ts';
import { cutText } from './cut-text.ts';
import { forkTexts } from './fork-texts.ts';
import { routeTexts } from './route-texts.ts';
import { threadTexts } from './thread-texts.ts';

/** Every sentence that a person can get from the worker in a thread, in one place. Pure: the same facts give the same text. */
export const texts = {
  ...attachmentTexts,
  ...commandTexts,
  ...forkTexts,
  ...routeTexts,
  ...threadTexts,

  failed: ({ what, fix }: Pick<Failure, 'what' | 'fix'>, kept: string): string =>
    `**Codex could not answer.** ${what}\n\n${fix}\n\n${kept}`,

  timedOut: ({ after, minutes }: Extract<TurnEnd, { kind: 'timed-out' }>, hasSession: boolean): string => {
    const why =
      after === 'wall'
        ? `Codex was stopped: it worked for ${minutes} minutes, and \`timeout-minutes\` allows no more.`
        : `Codex was stopped: it gave no sign of life for ${minutes} minutes (\`idle-timeout-minutes\`).`;
    const kept = hasSession
      ? 'The session up to then is kept, with the changes it made. Reply to go on from there, or raise the limit.'
      : texts.noSessionYet;
    return `**Timed out.** ${why}\n\n${kept}`;
  },

  cancelled: (hasSession: boolean): string =>
    `**Cancelled.** The run was cancelled while it worked on this. ${hasSession ? 'The session up to then is kept, with the changes it made. ' : ''}It is not repeated unasked: reply to go on, or comment \`/codex retry\` to have it taken once more.`,

  hostsRefused: (hosts: readonly string[]): string =>
    `<sub>Not on the allow-list of this workflow (\`network-hosts\`), so not reached: ${hosts.map((host) => `\`${host}\``).join(', ')}</sub>`,

  sessionKept: 'The session is kept. Reply to go on, or comment `/codex retry` to have this taken once more.',
  noSessionYet:
    'No session exists yet. When it is mended, comment `/codex retry` to have this taken once more, or reply: Codex then begins with your reply, and knows the issue or pull request.',
  sessionUnusable: 'The branch is as it was.',
  requestsWait: (count: number): string =>
    count === 1 ? 'One later request waits for the next run.' : `${count} later requests wait for the next run.`,

  sessionGone: (why: string): string =>
    `**The session of this thread cannot be continued.** ${why}\n\nNothing was run: a new session would know nothing of what was said here. To begin anew, open a new issue, or run the workflow by hand (Actions → Run workflow) with this thread and \`new-session\`.`,

  sessionNeverBegan: 'Codex has not answered in this thread before: there is nothing to go on with.',
  sessionExpired:
    'Its artifact is gone: it was deleted, or its retention (`retention-days`) is over since the last reply.',

  moved: (url: string): string =>
    `**This conversation moved to ${url}.** The thread here ended when the pull request was opened. Comment there: Codex answers in it.`,

  movedLate: (number: number): string =>
    `This was asked before the conversation moved to #${number}. It is answered there.`,

  answersLate: (author: string, number: number): string => `For @${author}, asked in #${number} before the move:`,

  closed: ({ kind, number }: Thread): string =>
    kind === 'issue'
      ? `**Nothing was run:** #${number} is closed. Reopen it and comment again, or open a new issue.`
      : `**Nothing was run:** #${number} is closed. Reopen it, after restoring its branch if that was deleted, and comment again, or open a new issue.`,

  branchGone: (branch: string): string =>
    `**Nothing was run:** the branch \`${branch}\` of this pull request no longer exists. Restore the branch and comment again.`,

  branchWasDeleted: (branch: string, base: string): string =>
    `The branch ${branch} is not on GitHub: it was deleted, or its changes were not pushed. The workspace is ${base}, without them.`,

  changeNoLongerApplies: (run: string): string =>
    `The change of this answer no longer applies to the branch. It is kept as \`change.patch\` in the outbox artifact of run ${run}.`,

  replyLost: (run: number): string =>
    `**The reply to this was lost.** It is not in this thread, and the outbox artifact of run ${run}, which held it, was deleted or has expired; a change that belonged to it may not be on the branch. The session is kept: ask again for what is missing.`,

  opened: (number: number): string =>
    `→ Pull request #${number}. The conversation goes on there, and this thread has ended.`,
  pushedTo: (branch: string, sha: string): string => `→ ${sha.slice(0, 7)} on \`${branch}\`.`,
  prNotPermitted: (compareUrl: string): string =>
    `The branch is pushed, but this repository does not let Actions open pull requests. [Open it by hand](${compareUrl}), or switch on Settings → Actions → General → "Allow GitHub Actions to create and approve pull requests".`,
  conflicts: (detail: string, runUrl: string): string =>
    `**The change was not pushed:** the branch moved during the turn, and the change conflicts with it (${detail}). It is kept as \`change.patch\` in the outbox artifact of [this run](${runUrl}). Ask again, and Codex starts from the new state.`,
  pushRefused: (detail: string, runUrl: string): string =>
    `**The change was not pushed:** ${detail}. It is kept as \`change.patch\` in the outbox artifact of [this run](${runUrl}).`,
  held: (why: string, runUrl: string): string =>
    `**The change was not pushed: the review held it back.** ${endedSentence(why)}\n\nIt is kept as \`change.patch\` in the outbox artifact of [this run](${runUrl}). Look at it, and put it on a branch by hand with \`git apply\`; or say here what is to be different.`,
  leftOut: (files: readonly LeftOut[], runUrl: string, patchUrl?: string): string => {
    const reasons = [...new Set(files.map(({ why }) => why))];
    const lines = reasons.map((why) => {
      const paths = files.filter((file) => file.why === why).map(({ path }) => path);
      return `- ${namesOf(paths.slice(0, MOST_NAMED))}${paths.length > MOST_NAMED ? ` and ${paths.length - MOST_NAMED} more` : ''}: ${whyLeftOut[why]}.`;
    });
    const where =
      patchUrl === undefined
        ? `They are in \`change.patch\` in the outbox artifact of [this run](${runUrl}).`
        : `[A patch](${patchUrl}) has them: look at it, and put it on the branch by hand with \`git apply\`.`;
    return `**Not all of the change was pushed.** Left out:\n\n${lines.join('\n')}\n\n${where}`;
  },
  cut: (runUrl: string): string => `… The rest is in the outbox artifact of [this run](${runUrl}).`,
  queueGaveUp: ({ tries, file, branch }: { tries: number; file: string; branch: string }): string =>
    `**This request got no answer in ${tries} tries.** Each run that took it from the queue stopped before it could answer, and it is not tried again by itself. It is kept as \`${file}\` on the branch \`${branch}\`. Read the log of the runs that its \`taken\` names, then ask again.`,

  prOnRequest: (branch: string, sha: string): string =>
    `→ ${sha.slice(0, 7)} on \`${branch}\`. \`/codex pr\` opens the pull request.`,
  prForbidden: (compareUrl: string): string =>
    `**No pull request was opened:** this workflow forbids it (\`pull-request: never\`). [Open it by hand](${compareUrl}), or change that input.`,
  prRefused: (why: string, compareUrl: string): string =>
    `**No pull request was opened:** GitHub refused it: ${endedSentence(why)} The branch is pushed. Change what GitHub names, and the next turn tries again; or [open it by hand](${compareUrl}).`,
  prNothingToOpen:
    '**There is nothing to open yet:** no change of this thread is on GitHub. Ask for one, then for the pull request.',
  prOpenAlready: (number: number): string => `The pull request is open: #${number}.`,
  labelsRefused: (names: readonly string[], why: string): string =>
    `GitHub did not set ${namesOf(names)} on the pull request: ${endedSentence(why)} Change the input \`labels\`, or set them by hand.`,
  reviewersRefused: (names: readonly string[], why: string): string =>
    `GitHub did not ask ${namesOf(names)} for a review: ${endedSentence(why)} Change the input \`reviewers\`, or ask them by hand.`,
  patchShown: 'The change as a patch',
  leftOutShown: 'What was left out, as a patch',
} as const;

/** A path may have thousands of characters. */
const LONGEST_NAME = 200;

/** A reply has room for the names of a change by hand, not for those of a folder of modules. */
const MOST_NAMED = 20;

const whyLeftOut: Record<WhyLeftOut, string> = {
  'git-folder': "it would be part of git's own folder",
  workflow: 'no permission of a job lets the worker push workflow files',
  submodule: 'nobody reviews what a submodule brings',
  link: 'the link leads out of the repository',
  protected: 'the input `protected-paths` protects it',
  name: 'the name is another one, or none, on other systems, or looks like another file',
  size: 'it is larger than 25 MB',
};

const namesOf = (names: readonly string[]): string =>
  names.map((name) => `\`${cutText(name.replaceAll('`', "'"), LONGEST_NAME)}\``).join(', ');

const endedSentence = (text: string): string => (/[.!?]$/.test(text) ? text : `${text}.`);
