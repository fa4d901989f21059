import type { CodexEvent } from '../process/event.ts';

/** A log is read on a phone too: the end of a long output is what counts. */
const MOST_OUTPUT_LINES = 20;
const LONGEST_LINE = 500;

/**
 * The lines of the log that tell of an event. They hold what Codex wrote: print them where no workflow command can be.
 * `clean` takes secrets out of each text before it is cut, or broken into lines: half of one would not be found.
 */
export function renderEvent(event: CodexEvent, clean: (text: string) => string): readonly string[] {
  const oneLine = (text: string): string => shorten(linesOf(clean(text)).join(' ⏎ '));
  const allLines = (text: string): readonly string[] => linesOf(clean(text));
  switch (event.kind) {
    case 'session':
      return [oneLine(`Session ${event.sessionId}`)];
    case 'command-started':
      return [oneLine(`$ ${unwrapped(event.command)}`)];
    case 'command-ended':
      return [...lastLines(allLines(event.output.trimEnd())), exitLine(event.exitCode)];
    case 'planned':
      return event.steps.map(({ text, done }) => oneLine(`[${done ? 'x' : ' '}] ${text}`));
    case 'files-changed':
      return event.changes.map(({ kind, path }) => oneLine(`${event.applied ? kind : `could not ${kind}`} ${path}`));
    case 'message':
      return ['', ...allLines(event.text), ''];
    case 'thought':
      return allLines(event.text).map((line) => `· ${line}`);
    case 'tool-called':
      return [oneLine(`${event.server}.${event.tool} ${event.succeeded ? 'done' : 'failed'}`)];
    case 'searched':
      return [oneLine(`searched for ${event.query}`)];
    case 'warning':
      return [oneLine(`! ${event.text}`)];
    case 'turn-failed':
      return [oneLine(`! the turn failed: ${event.text}`)];
    case 'turn-completed':
    case 'other':
      return [];
  }
}

/** A command as its model wrote it: Codex runs all through a login shell, which tells a reader nothing. */
export function unwrapped(command: string): string {
  const inner = /^\S*\/(?:ba|z)?sh -lc ([\s\S]+)$/.exec(command)?.[1] ?? command;
  return inner.replace(/^'([^']*)'$/, '$1');
}

function lastLines(lines: readonly string[]): readonly string[] {
  const shown = lines.slice(-MOST_OUTPUT_LINES).map((line) => shorten(`  ${line}`));
  const left = lines.length - shown.length;
  if (lines.length === 1 && lines[0] === '') return [];
  return left > 0 ? [`  … ${left} lines more above`, ...shown] : shown;
}

function exitLine(exitCode: number | undefined): string {
  return exitCode === undefined ? '  → no exit code' : `  → exit code ${exitCode}`;
}

function linesOf(text: string): readonly string[] {
  return text.split(/\r\n|\r|\n/);
}

function shorten(line: string): string {
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}…` : line;
}
