import { ownWords, readOwnWords } from '../route/own-words.ts';
import { type Command, type CommandWord, commandWords, type EffortLevel, effortLevels } from './command.ts';

/** Reads the steering word in the first line that is the author's own; undefined when the text begins with anything else. */
export function parseCommand(text: string): Command | undefined {
  // Most texts have none, and need not be taken apart.
  if (!/\/codex/i.test(text)) return undefined;
  const { words, written } = readOwnWords(text);
  const said = /^\s*\/codex(?!\S)[ \t]*(.*)/i.exec(words);
  if (!said) return undefined;
  const { beside, below } = asWritten(written) ?? { beside: said[1] ?? '', below: '' };
  const [first = ''] = beside.split(/\s+/, 1);
  const word = plain(first).toLowerCase();
  const rest = beside.slice(first.length).trim();
  const known = commandWords.find((each) => each === word);
  return known === undefined ? { kind: 'unknown', word: plain(first) } : command(known, rest, below);
}

/** The rest of the line and the lines below, in the Markdown that they were written in. */
function asWritten(text: string): { readonly beside: string; readonly below: string } | undefined {
  const lines = text.replace(/^(?:\s*<!--[\s\S]*?-->)+/, '').split(/\r\n?|\n/);
  for (const [index, line] of lines.entries()) {
    // A list or bold letters may stand around it; quotes and code may not.
    const beside = /^[^\w/>`]*\/codex(?!\S)(.*)$/i.exec(line)?.[1];
    if (beside !== undefined)
      return {
        beside: beside.trim(),
        below: lines
          .slice(index + 1)
          .join('\n')
          .trim(),
      };
  }
  return undefined;
}

/** A word without the signs that people put around one, and at the end of a sentence. */
const plain = (word: string): string => word.replace(/^[`*_"']+|[`*_"'.,:;!?]+$/g, '');

function command(word: CommandWord, rest: string, below: string): Command {
  const unread = ownWords(below).trim() === '' ? {} : ({ unread: true } as const);
  switch (word) {
    case 'reset':
    case 'plan':
    case 'go':
      return { kind: word, prompt: [rest, below].filter((part) => part !== '').join('\n\n') };
    case 'model':
      return model(plain(rest), unread);
    case 'effort':
      return effort(plain(rest).toLowerCase(), unread);
    default:
      return { kind: word, ...unread };
  }
}

type Unread = { readonly unread?: true };

/** It becomes an argument of a command line, so it must not look like an option. */
const MODEL_NAME = /^[A-Za-z0-9][\w.:/-]{0,99}$/;

function model(name: string, unread: Unread): Command {
  if (name.toLowerCase() === 'default') return { kind: 'model', name: undefined, ...unread };
  return MODEL_NAME.test(name)
    ? { kind: 'model', name, ...unread }
    : { kind: 'invalid', setting: 'model', value: name };
}

function effort(value: string, unread: Unread): Command {
  if (value === 'default') return { kind: 'effort', level: undefined, ...unread };
  const level: EffortLevel | undefined = effortLevels.find((each) => each === value);
  return level === undefined ? { kind: 'invalid', setting: 'effort', value } : { kind: 'effort', level, ...unread };
}
