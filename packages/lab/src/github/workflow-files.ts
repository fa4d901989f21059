import { listFilesBelow } from '../git-host/files.ts';
import { listRefs } from '../git-host/refs.ts';
import type { Hosted } from './hosted.ts';

const folder = '.github/workflows/';

/** Whether a path is that of a workflow file, which a job's token may not write. */
export function isWorkflowFile(path: string): boolean {
  return path.startsWith(folder);
}

/** The paths of the workflow files at a commit. */
export async function workflowPaths(hosted: Hosted, sha: string): Promise<readonly string[]> {
  const paths = await listFilesBelow(hosted.git, sha, '.github/workflows');
  return paths.filter((path) => /^\.github\/workflows\/[^/]+\.ya?ml$/.test(path));
}

/** Whether every workflow file of a commit is on some branch already, with the same content. */
export async function mayBringWorkflows(hosted: Hosted, sha: string): Promise<boolean> {
  const list = async (revision: string) =>
    (await hosted.git.text(['ls-tree', '-r', revision, '--', folder])).split('\n').filter((line) => line !== '');
  const wanted = await list(sha);
  if (wanted.length === 0) return true;
  const branches = await listRefs(hosted.git, 'refs/heads/');
  const known = new Set((await Promise.all(branches.map((branch) => list(branch.sha)))).flat());
  return wanted.every((line) => known.has(line));
}
