import { type ChangedEntry, readChangedEntries } from './changed-entries.ts';
import type { IndexFile } from './changes.ts';
import { putBackEntries } from './put-back-entries.ts';
import type { Git } from './run-git.ts';
import { sizesOf } from './sizes-of.ts';

/** What a change may hold: a patch of more than 100 MB is published nowhere, and one of empty lines has two bytes for each. */
const MOST_BYTES = 48 * 1024 * 1024;

/** Puts the largest files of a change back into an index, until the rest is one that can be published. Answers which. */
export async function leaveTooLarge(git: Git, base: string, env: IndexFile): Promise<readonly string[]> {
  const diff = ['diff-index', '--cached', '--raw', '--no-renames', '-z', base];
  const entries = readChangedEntries(await git.run(diff, { env }));
  const sizes = await sizesOf(git, entries);
  const sizeOf = ({ after }: ChangedEntry): number => sizes.get(after.sha) ?? 0;
  let bytes = 0;
  const left = entries
    .toSorted((a, b) => sizeOf(a) - sizeOf(b))
    .filter((entry) => {
      bytes += sizeOf(entry);
      return bytes > MOST_BYTES && sizeOf(entry) > 0;
    });
  if (left.length > 0) await putBackEntries(git, env, left);
  return left.map(({ path }) => path);
}
