import { changedFiles, fileSections } from '../proposal/changed-files.ts';
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
  const files = fileSections(patch).map(({ text }) => text);
  // Each is looked at once: a large file takes seconds.
  const held = new Set(files.filter((file) => !isKept(file, redactor)));
  const kept = files.filter((file) => !held.has(file)).join('');
  return {
    patch: kept === '' ? undefined : kept,
    withheld: [...held].map((file) => redactor.text(changedFiles(file)[0]?.path ?? 'a file')),
  };
}

const isKept = (file: string, redactor: Redactor): boolean => !redactor.holds(whatIsNew(file));

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
