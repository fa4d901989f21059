import { stripVTControlCharacters } from 'node:util';
import { REDACTED, type Redactor, withHiddenShown } from '@codex-worker/core';

/** Makes a text what a reader may see of it. */
export type Cleaner = (text: string) => string;

/**
 * Takes out what only a terminal understands, names what nobody sees, and takes secrets out last: a colour in the middle of
 * a key would hide it from the redactor, and is gone by then.
 */
export function cleanerOf(redactor: Redactor): Cleaner {
  return (text) => redactor.text(withHiddenShown(asTerminalShows(text)), lineByLine);
}

/** A secret of several lines leaves as many, so that a line of a text stays that line. */
const lineByLine = (secret: string): string => secret.replaceAll(/[^\n]+/g, REDACTED);

/** Without colours, and of a progress bar only what it said at the end. */
function asTerminalShows(text: string): string {
  const plain = text.includes('\u001b') || text.includes('\u009b') ? stripVTControlCharacters(text) : text;
  return plain.includes('\r') ? plain.replaceAll('\r\n', '\n').split('\n').map(lastWritten).join('\n') : plain;
}

/** Each return goes back to the beginning of the line. */
const lastWritten = (line: string): string => line.split('\r').findLast((part) => part !== '') ?? '';
