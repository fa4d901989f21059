import { ABSENT_MODE, type ChangedEntry } from './changed-entries.ts';
import type { Git, GitAccess } from './run-git.ts';

const ABSENT = '0'.repeat(40);

/** Makes entries of an index what they were before. */
export async function putBackEntries(git: Git, env: GitAccess, entries: readonly ChangedEntry[]): Promise<void> {
  const lines = entries.flatMap(({ bytes, before }) => {
    const side = before.mode === ABSENT_MODE ? `0 ${ABSENT}` : `${before.mode} ${before.sha}`;
    return [Buffer.from(`${side}\t`), bytes, Buffer.of(0)];
  });
  await git.run(['update-index', '--replace', '-z', '--index-info'], { env, input: Buffer.concat(lines) });
}
