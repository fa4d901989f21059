import { newBytesOf } from './git-binary.ts';
import type { Redactor } from './redactor.ts';

/** A patch without the files that must not leave. */
export interface Withheld {
  /** Undefined where nothing is left. */
  readonly patch: string | undefined;
  readonly withheld: readonly string[];
}

/**
 * Leaves files out of a binary patch of git whose new lines, bytes or names hold a secret of the run. A file with its
 * secret replaced would be a broken file that looks whole.
 */
export function withholdSecrets(patch: string, redactor: Redactor): Withheld {
  const files = patch.split(/^(?=diff --git )/m);
  const isKept = (file: string): boolean => !redactor.holds(whatIsNew(file));
  const kept = files.filter(isKept).join('');
  return {
    patch: kept === '' ? undefined : kept,
    withheld: files.filter((file) => !isKept(file)).map((file) => redactor.text(nameOf(file))),
  };
}

/** Name and added lines, as they are in the file. */
function whatIsNew(file: string): string {
  const binary = file.indexOf('\nGIT binary patch\n');
  if (binary !== -1) return `${file.slice(0, binary)}\n${newBytesOf(file.slice(binary)).toString()}`;
  const lines = file.split('\n');
  const hunks = lines.findIndex((line) => line.startsWith('@@ '));
  const header = hunks === -1 ? lines : lines.slice(0, hunks);
  const added = lines.slice(header.length).filter((line) => line.startsWith('+'));
  return [...header, ...added.map((line) => line.slice(1))].join('\n');
}

function nameOf(file: string): string {
  const named = /^\+\+\+ "?b\/(.+?)"?\t?$/m.exec(file) ?? /^rename to (.+)$/m.exec(file);
  return named?.[1] ?? /^diff --git .*? "?b\/(.+?)"?$/m.exec(file)?.[1] ?? 'a file';
}
