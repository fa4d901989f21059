import { ABSENT_MODE, type ChangedEntry } from './changed-entries.ts';
import type { Git } from './run-git.ts';

/** Mode of the commit of a submodule, whose files are not here. */
export const SUBMODULE = '160000';

/** Sizes of the new contents, by name of the object. */
export async function sizesOf(git: Git, entries: readonly ChangedEntry[]): Promise<ReadonlyMap<string, number>> {
  const shas = entries.filter(({ after }) => isBlob(after.mode)).map(({ after }) => after.sha);
  if (shas.length === 0) return new Map();
  const lines = await git.text(['cat-file', '--batch-check=%(objectname) %(objectsize)'], {
    input: `${shas.join('\n')}\n`,
  });
  return new Map(lines.split('\n').map((line) => [line.slice(0, 40), Number(line.slice(41))]));
}

const isBlob = (mode: string): boolean => mode !== ABSENT_MODE && mode !== SUBMODULE;
