import { stripVTControlCharacters } from 'node:util';
import { type Redactor, withHiddenShown } from '@codex-worker/core';

/** Makes a text what a reader may see of it. */
export type Cleaner = (text: string) => string;

/** So much of a text is looked at; no limit of the page lets more through. */
const MOST_READ = 400_000;

/**
 * Takes out what only a terminal understands, names what nobody sees, and takes secrets out last: a colour in the middle of
 * a key would hide it from the redactor, and is gone by then.
 */
export function cleanerOf(redactor: Redactor): Cleaner {
  return (text) => redactor.text(withHiddenShown(asTerminalShows(ends(text))));
}

/** What stands in the middle of a megabyte of output is never shown. */
function ends(text: string): string {
  if (text.length <= MOST_READ) return text;
  return `${text.slice(0, MOST_READ / 2)}\n…\n${text.slice(-MOST_READ / 2)}`;
}

/** Without colours, and of a progress bar only what it said at the end. */
function asTerminalShows(text: string): string {
  const plain = text.includes('\u001b') || text.includes('\u009b') ? stripVTControlCharacters(text) : text;
  return plain.includes('\r')
    ? plain
        .replaceAll('\r\n', '\n')
        .replaceAll(/^[^\n]*\r(?=[^\n])/gm, '')
        .replaceAll('\r', '')
    : plain;
}
