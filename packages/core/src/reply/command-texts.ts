import { type CommandWord, effortLevels } from '../command/command.ts';
import { nearestWord } from '../command/nearest-word.ts';

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
const inCode = (text: string): string => `\`${text.replaceAll('`', "'").replace(/\s+/g, ' ').slice(0, 100)}\``;

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
  unread: 'The lines below the command were not read: ask for them in a comment of their own.',
} as const;
