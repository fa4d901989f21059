import type { BareRepository } from './bare-repository.ts';
import { GitError } from './git-command.ts';

export interface Ref {
  readonly name: string;
  readonly sha: string;
  readonly type: string;
}

/** What git writes for "no such commit" in a push. */
export const noCommit = '0'.repeat(40);

/** All refs below a prefix such as `refs/heads/`, by name. */
export async function listRefs(repository: BareRepository, prefix = 'refs/'): Promise<readonly Ref[]> {
  const lines = await repository.text(['for-each-ref', '--format=%(refname) %(objectname) %(objecttype)']);
  return lines
    .split('\n')
    .filter((line) => line.startsWith(prefix))
    .map((line) => {
      const [name = '', sha = '', type = ''] = line.split(' ');
      return { name, sha, type };
    });
}

/** The commit that a ref, a branch or a (shortened) SHA names. */
export async function resolveCommit(repository: BareRepository, revision: string): Promise<string | undefined> {
  if (revision === '' || revision.startsWith('-')) return undefined;
  return repository.ask(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]);
}

/** The tip of a branch. */
export function branchTip(repository: BareRepository, branch: string): Promise<string | undefined> {
  return resolveCommit(repository, `refs/heads/${branch}`);
}

/** Moves a ref if it still is where the caller saw it; false when somebody was faster. */
export async function moveRef(repository: BareRepository, ref: string, to: string, from: string): Promise<boolean> {
  const args = to === noCommit ? ['update-ref', '-d', ref, from] : ['update-ref', ref, to, from];
  try {
    await repository.run(args);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

/** Whether git would take this as the full name of a ref. */
export async function isRefName(repository: BareRepository, ref: string): Promise<boolean> {
  return (await repository.ask(['check-ref-format', ref])) !== undefined;
}

/** Whether the first commit is the second one or an ancestor of it. */
export async function isAncestor(repository: BareRepository, first: string, second: string): Promise<boolean> {
  return (await repository.ask(['merge-base', '--is-ancestor', first, second])) !== undefined;
}
