import { changedFiles, fileSections } from '../proposal/changed-files.ts';
import { newBytesOf } from './git-binary.ts';
import type { Redactor } from './redactor.ts';

/** A patch without the files that must not leave. */
export interface Withheld {
  /** Undefined where nothing is left. */
  readonly patch: string | undefined;
  readonly withheld: readonly string[];
  /** What is too large to be looked into, and may hold one. */
  readonly unsearched: readonly string[];
}

/**
 * Leaves files out of a binary patch of git whose new lines, bytes or names hold a secret of the run. A file with its
 * secret replaced would be a broken file that looks whole.
 */
export function withholdSecrets(patch: string, redactor: Redactor): Withheld {
  const files = fileSections(patch).map(({ text }) => text);
  const judged = Map.groupBy(files, (file) => judge(file, redactor));
  const namesOf = (verdict: Verdict): readonly string[] =>
    (judged.get(verdict) ?? []).map((file) => redactor.text(changedFiles(file)[0]?.path ?? 'a file'));
  const kept = (judged.get('kept') ?? []).join('');
  return { patch: kept === '' ? undefined : kept, withheld: namesOf('withheld'), unsearched: namesOf('unsearched') };
}

type Verdict = 'kept' | 'withheld' | 'unsearched';

function judge(file: string, redactor: Redactor): Verdict {
  const added = whatIsNew(file);
  if (added === undefined) return 'unsearched';
  return redactor.holds(added) ? 'withheld' : 'kept';
}

/** Name and added lines, as they are in the file; undefined where these are too many. */
function whatIsNew(file: string): string | undefined {
  const binary = file.indexOf('\nGIT binary patch\n');
  if (binary !== -1) {
    const bytes = newBytesOf(file.slice(binary));
    return bytes && `${file.slice(0, binary)}\n${bytes.toString()}`;
  }
  const lines = file.split('\n');
  const hunks = lines.findIndex((line) => line.startsWith('@@ '));
  const header = hunks === -1 ? lines : lines.slice(0, hunks);
  const added = lines.slice(header.length).filter((line) => line.startsWith('+'));
  return [...header, ...added.map((line) => line.slice(1))].join('\n');
}
