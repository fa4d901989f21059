/** One side of a changed path: mode 000000 is no file. */
export interface EntrySide {
  readonly mode: string;
  readonly sha: string;
}

export interface ChangedEntry {
  readonly path: string;
  /** The path as git has it, which need not be UTF-8. */
  readonly bytes: Buffer;
  readonly before: EntrySide;
  readonly after: EntrySide;
}

/** Mode of a path that is not there. */
export const ABSENT_MODE = '000000';

/** Reads what `git diff-index` and `git diff-tree` write with `--raw --no-renames -z`. */
export function readChangedEntries(output: Buffer): readonly ChangedEntry[] {
  const raw = byteFields(output);
  const entries: ChangedEntry[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [modeBefore = '', mode = '', shaBefore = '', sha = ''] = String(raw[i] ?? '')
      .slice(1)
      .split(' ');
    const bytes = raw[i + 1] ?? Buffer.of();
    entries.push({
      path: bytes.toString(),
      bytes,
      before: { mode: modeBefore, sha: shaBefore },
      after: { mode, sha },
    });
  }
  return entries;
}

/** What git writes with `-z`. */
export const fields = (output: Buffer): readonly string[] => byteFields(output).map(String);

/** The same, byte for byte: for what git is to be told again. Text would name another file than a name that is no UTF-8. */
export const byteFields = (output: Buffer): readonly Buffer[] =>
  output
    .toString('latin1')
    .split('\0')
    .filter((field) => field !== '')
    .map((field) => Buffer.from(field, 'latin1'));
