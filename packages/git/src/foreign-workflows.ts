import { fields } from './changed-entries.ts';
import type { Git } from './run-git.ts';

/** The workflow files in which a commit differs from the one that it is to go to. On a branch of the repository they would run with its secrets. */
export async function foreignWorkflows(git: Git, base: string, head: string): Promise<readonly string[]> {
  return fields(await git.run(['diff', '--name-only', '--no-renames', '-z', base, head, '--', '.github/workflows']));
}
