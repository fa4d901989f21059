/** One side of a changed path: mode 000000 is no file. */
export interface EntrySide {
  readonly mode: string;
  readonly sha: string;
}

export interface ChangedEntry {
  readonly path: string;
  readonly before: EntrySide;
  readonly after: EntrySide;
}

/** Mode of a path that is not there. */
export const ABSENT_MODE = '000000';

/** Reads what `git diff-index` and `git diff-tree` write with `--raw --no-renames -z`. */
export function readChangedEntries(output: Buffer): readonly ChangedEntry[] {
  const raw = fields(output);
  const entries: ChangedEntry[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [modeBefore = '', mode = '', shaBefore = '', sha = ''] = (raw[i] ?? '').slice(1).split(' ');
    entries.push({ path: raw[i + 1] ?? '', before: { mode: modeBefore, sha: shaBefore }, after: { mode, sha } });
  }
  return entries;
}

/** What git writes with `-z`. */
export const fields = (output: Buffer): readonly string[] =>
  output
    .toString()
    .split('\0')
    .filter((field) => field !== '');
