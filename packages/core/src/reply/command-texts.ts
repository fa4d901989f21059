import { type CommandWord, commandWords, effortLevels } from '../command/command.ts';
import { nearestWord } from '../command/nearest-word.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { firstNames } from './first-names.ts';
import { inCode } from './in-code.ts';
import { readableTime } from './readable-time.ts';
import { say } from './say.ts';

/** What is written behind a word. */
const argumentOf: { readonly [word in CommandWord]?: string } = { plan: '<text>', model: '<name>', effort: '<level>' };

const levels = effortLevels.join(', ');

/** What each word does. */
const does = (word: CommandWord): string => (word === 'effort' ? say('help.effort', { levels }) : say(`help.${word}`));

const list = (): string =>
  [
    say('help.head'),
    '|---|---|',
    ...commandWords.map(
      (word) => `| \`/codex ${[word, argumentOf[word]].filter(Boolean).join(' ')}\` | ${does(word)} |`,
    ),
  ].join('\n');

interface StatusFacts {
  readonly ledger: Ledger;
  readonly waiting: number;
  readonly model: string | undefined;
  readonly effort: string | undefined;
}

const settingText = (own: string | undefined, workflows: string | undefined): string => {
  if (own !== undefined) return say('status.setHere', { value: inCode(own) });
  return workflows === undefined ? say('status.setByCodex') : say('status.setByWorkflow', { value: inCode(workflows) });
};

interface TakenBackFacts {
  readonly turns: number;
  readonly commits: readonly string[];
  readonly memory: 'cut' | 'forgotten' | 'left';
  /** Whether the files stay as they are. */
  readonly left: boolean;
}

const statusLines = ({ ledger, model, effort }: StatusFacts): readonly string[] => {
  const { settings, turns } = ledger;
  const last = turns.at(-1);
  const { sessionId, sandbox, branch } = settings;
  const count = turns.length;
  return [
    last
      ? say('status.lastTurn', { count, outcome: last.outcome, time: readableTime(last.endedAt) })
      : say('status.turns', { count }),
    sessionId === undefined ? say('status.noSession') : say('status.session', { session: inCode(sessionId), sandbox }),
    say('status.settings', {
      model: settingText(settings.model, model),
      effort: settingText(settings.effort, effort),
    }),
    branch === undefined ? say('status.noBranch') : say('status.branch', { branch: inCode(branch) }),
  ];
};

/** What a person reads who steers. */
export const commandTexts = {
  get help() {
    return say('help', { list: list() });
  },

  unknownWord: (word: string): string => {
    if (word === '') return say('unknownWord.none', { list: list() });
    const near = nearestWord(word);
    return near === undefined
      ? say('unknownWord', { word: inCode(word), list: list() })
      : say('unknownWord.near', { word: inCode(word), near, list: list() });
  },

  invalidSetting: (setting: 'model' | 'effort', value: string): string => {
    if (setting === 'model')
      return value === '' ? say('invalidModel.none') : say('invalidModel', { value: inCode(value) });
    return value === ''
      ? say('invalidEffort.none', { levels })
      : say('invalidEffort', { value: inCode(value), levels });
  },

  get nothingRuns() {
    return say('nothingRuns');
  },
  status: (facts: StatusFacts): string => {
    const lines = statusLines(facts).join('\n');
    if (facts.waiting === 0) return say('status.nothingWaits', { lines });
    return facts.waiting === 1
      ? say('status.oneWaits', { lines })
      : say('status.moreWait', { count: facts.waiting, lines });
  },

  modelSet: (name: string | undefined): string =>
    name === undefined ? say('modelSet.default') : say('modelSet', { name: inCode(name) }),
  effortSet: (level: string | undefined): string =>
    level === undefined ? say('effortSet.default') : say('effortSet', { level }),

  get sessionReset() {
    return say('sessionReset');
  },
  get planOfConversation() {
    return say('planOfConversation');
  },
  get noPlan() {
    return say('noPlan');
  },

  get pullRequestAsked() {
    return say('pullRequestAsked');
  },
  get isPullRequest() {
    return say('isPullRequest');
  },
  get nothingToPropose() {
    return say('nothingToPropose');
  },

  get nothingFailed() {
    return say('nothingFailed');
  },
  get retryByHand() {
    return say('retryByHand');
  },
  get retryDeleted() {
    return say('retryDeleted');
  },

  get nothingToTakeBack() {
    return say('nothingToTakeBack');
  },
  get takeBackTooOld() {
    return say('takeBackTooOld');
  },
  takeBackConflicts: (detail: string): string => say('takeBackConflicts', { detail: firstNames(detail.split(', ')) }),
  takenBack: ({ turns, commits, memory, left }: TakenBackFacts): string => {
    const what = turns === 1 ? say('takenBack.one') : say('takenBack.other', { turns });
    const reverted = commits.map((sha) => say('takenBack.reverted', { sha: sha.slice(0, 7) }));
    const files = left ? [say('takenBack.left')] : reverted;
    const remembers = {
      cut: say(turns === 1 ? 'takenBack.cut.one' : 'takenBack.cut.other'),
      forgotten: say('takenBack.forgotten'),
      left: say('takenBack.otherSession'),
    };
    return [what, ...files, remembers[memory]].join(' ');
  },
  get takeBackSubject() {
    return say('takeBackSubject');
  },

  answersSeveral: (requests: readonly { readonly login: string; readonly url: string }[]): string =>
    say('answersSeveral', { requests: requests.map((request) => say('answersSeveral.request', request)).join(', ') }),

  get unread() {
    return say('unread');
  },
};
