import type { Git } from './run-git.ts';

/**
 * Deletes what a branch's own names cannot stand beside: on a machine that is kept between jobs, `codex` may be left of a
 * branch that is gone, where `codex/issue-1/sum` is to be.
 */
export async function makeRoom(git: Git, branches: readonly string[]): Promise<void> {
  const wanted = branches.flatMap((branch) => [`refs/heads/${branch}`, `refs/remotes/origin/${branch}`]);
  const listed = await git.text(['for-each-ref', '--format=%(refname)', 'refs/heads/', 'refs/remotes/origin/']);
  const inTheWay = listed
    .split('\n')
    .filter((ref) => wanted.some((name) => name.startsWith(`${ref}/`) || ref.startsWith(`${name}/`)));
  if (inTheWay.length === 0) return;
  await git.run(['update-ref', '--no-deref', '--stdin'], { input: inTheWay.map((ref) => `delete ${ref}\n`).join('') });
}
