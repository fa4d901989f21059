import { cutText } from '../reply/cut-text.ts';
import { withoutColours } from '../reply/hidden-characters.ts';
import type { FailedCommand, FailedCommands } from './turn.ts';

/** A reply is read on a phone: the end of what a command wrote is what counts. */
const MOST_COMMANDS = 3;
const MOST_LINES = 8;
const LONGEST_LINE = 200;
const LONGEST_COMMAND = 300;

/** Commands that failed, as far as a reply shows them. */
export function shownCommands({ count, last }: FailedCommands): FailedCommands {
  return { count, last: last.slice(-MOST_COMMANDS).map(shown) };
}

function shown({ command, exitCode, output }: FailedCommand): FailedCommand {
  const lines = withoutColours(output.toWellFormed())
    .trimEnd()
    .split(/\r\n|\r|\n/)
    .slice(-MOST_LINES);
  return {
    command: shorten(command.trim(), LONGEST_COMMAND),
    exitCode,
    output: lines.map((line) => shorten(line, LONGEST_LINE)).join('\n'),
  };
}

const shorten = (text: string, longest: number): string =>
  text.length > longest ? `${cutText(text, longest - 1)}…` : text;
