import { type CommandWord, effortLevels } from '../command/command.ts';
import { nearestWord } from '../command/nearest-word.ts';
import type { Ledger } from '../ledger/ledger.ts';

/** What each word does, as the list tells it. */
const does: Record<CommandWord, { readonly argument?: string; readonly what: string }> = {
  stop: { what: 'Ends the turn that runs. Its session is kept.' },
  status: { what: 'Says what runs, what waits, and with which settings.' },
  retry: { what: 'Takes the last request that failed or was cancelled once more.' },
  reset: { what: 'Begins a new session. The branch stays. Text below it is the first request.' },
  undo: { what: 'Takes back the last commit and what Codex remembers of it.' },
  pr: { what: 'Opens the pull request now.' },
  plan: { argument: '<text>', what: 'Codex reads, changes nothing, and answers with a plan.' },
  go: { what: 'Carries out the plan.' },
  apply: {
    what: 'Of a pull request from a fork: puts the patch of the last answer on a branch here. Needs write permission.',
  },
  model: { argument: '<name>', what: 'Uses this model in this thread from now on. `default` takes it back.' },
  effort: { argument: '<level>', what: `Thinks so hard from now on: ${effortLevels.join(', ')}, or \`default\`.` },
  help: { what: 'Shows this list.' },
};

const list = [
  '| first line of a comment | what it does |',
  '|---|---|',
  ...Object.entries(does).map(([word, { argument, what }]) => {
    return `| \`/codex ${argument === undefined ? word : `${word} ${argument}`}\` | ${what} |`;
  }),
].join('\n');

/** Words of others stand in code letters, which cannot be left from within. */
export const inCode = (text: string): string => `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ').slice(0, 100)}\``;

interface StatusFacts {
  readonly ledger: Ledger;
  readonly waiting: number;
  readonly model: string | undefined;
  readonly effort: string | undefined;
}

const settingText = (own: string | undefined, workflows: string | undefined): string => {
  if (own !== undefined) return `${inCode(own)}, set in this thread`;
  return workflows === undefined ? "Codex's own" : `${inCode(workflows)}, by the workflow`;
};

interface TakenBackFacts {
  readonly turns: number;
  readonly commits: readonly string[];
  readonly memory: 'cut' | 'forgotten' | 'left';
  /** Whether the files stay as they are. */
  readonly left: boolean;
}

/** What a person reads who steers. */
export const commandTexts = {
  help: `These words steer this thread. Any other comment is a request.\n\n${list}`,

  unknownWord: (word: string): string => {
    if (word === '') return `**Nothing was run:** \`/codex\` needs a word beside it.\n\n${list}`;
    const near = nearestWord(word);
    const meant = near === undefined ? '' : ` Was \`/codex ${near}\` meant?`;
    return `**Nothing was run:** \`/codex\` does not know the word ${inCode(word)}.${meant} To ask Codex for something, comment without \`/codex\`.\n\n${list}`;
  },

  invalidSetting: (setting: 'model' | 'effort', value: string): string => {
    const said =
      value === '' ? `\`/codex ${setting}\` names no ${setting}.` : `${inCode(value)} cannot be the ${setting}.`;
    const fix =
      setting === 'model'
        ? 'Write one name without spaces, as in `/codex model gpt-5.5`, or `/codex model default`.'
        : `Write one of ${effortLevels.join(', ')} or default, as in \`/codex effort high\`.`;
    return `**Nothing was changed:** ${said} ${fix}`;
  },

  nothingRuns: 'Nothing runs in this thread, so there is nothing to stop.',
  status: ({ ledger, waiting, model, effort }: StatusFacts): string => {
    const { settings, turns } = ledger;
    const last = turns.at(-1);
    const lines = [
      `Turns so far: ${turns.length}${last ? `, the last one ${last.outcome} at ${last.endedAt}` : ''}.`,
      settings.sessionId === undefined
        ? 'Session: none; the next request begins one.'
        : `Session: ${inCode(settings.sessionId)}, sandbox ${settings.sandbox}.`,
      `Model: ${settingText(settings.model, model)}. Effort: ${settingText(settings.effort, effort)}.`,
      settings.branch === undefined ? 'Branch: none yet.' : `Branch: ${inCode(settings.branch)}.`,
    ];
    const waits =
      waiting === 0
        ? 'nothing waits behind this'
        : `${waiting === 1 ? 'one request waits' : `${waiting} requests wait`} behind this`;
    return `**No turn runs, and ${waits}.**\n\n${lines.map((line) => `- ${line}`).join('\n')}`;
  },

  modelSet: (name: string | undefined): string =>
    name === undefined
      ? "The next turns of this thread use the workflow's model again."
      : `The next turns of this thread use the model ${inCode(name)}. \`/codex model default\` takes it back.`,
  effortSet: (level: string | undefined): string =>
    level === undefined
      ? "The next turns of this thread use the workflow's reasoning effort again."
      : `The next turns of this thread use the reasoning effort ${level}. \`/codex effort default\` takes it back.`,

  sessionReset:
    'The session of this thread is forgotten: the next request begins a new one, which knows the issue or pull request and nothing of what was said after it. The branch stays as it is.',
  planOfConversation: 'The plan is for what this conversation asks for.',
  noPlan: '**Nothing was run:** this session holds no plan that was not carried out. `/codex plan <text>` makes one.',

  pullRequestAsked: 'The pull request was asked for.',
  isPullRequest: 'This thread is a pull request already.',
  nothingToPropose: 'There is nothing to open a pull request for yet: nothing was changed in this thread.',

  nothingFailed: 'There is nothing to retry: no request of this thread failed or was cancelled.',
  retryByHand:
    '**Nothing was run:** the last request that failed was a run by hand, whose text GitHub does not keep. Run the workflow by hand again, or ask in a comment.',
  retryDeleted: '**Nothing was run:** the last request that failed was deleted. Ask in a new comment.',

  nothingToTakeBack: 'There is nothing to take back: no turn is left in this thread.',
  takeBackTooOld:
    '**Nothing was taken back:** the last turn was taken by an older release, which did not write down where the session was before it. Revert its commit by hand, and begin a new session with `/codex reset`.',
  takeBackConflicts: (detail: string): string =>
    `**Nothing was taken back:** what came after the last change cannot stand without it (${inCode(detail)}). Revert it by hand, or ask Codex to.`,
  takenBack: ({ turns, commits, memory, left }: TakenBackFacts): string => {
    const what =
      turns === 1
        ? 'The last turn is taken back.'
        : `The last ${turns} turns are taken back: they made one change together.`;
    const files = left
      ? ['Nothing on the branch is known to be of it, so the files stay as they are.']
      : commits.map((sha) => `The commit ${sha.slice(0, 7)} is reverted.`);
    const remembers = {
      cut: turns === 1 ? 'Codex does not remember it.' : 'Codex does not remember them.',
      forgotten: 'The session began with it: the next request begins a new one.',
      left: 'It belonged to a session that this thread has left before.',
    };
    return [what, ...files, remembers[memory]].join(' ');
  },
  takeBackSubject: 'Take back the last change',

  answersSeveral: (requests: readonly { readonly login: string; readonly url: string }[]): string =>
    `For ${requests.map(({ login, url }) => `@${login} ([request](${url}))`).join(', ')}:`,

  unread: 'The lines below the command were not read: ask for them in a comment of their own.',
} as const;
