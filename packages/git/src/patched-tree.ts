import { ABSENT_MODE, type ChangedEntry, fields, readChangedEntries } from './changed-entries.ts';
import { isGitPath, isWorkflowPath, leavesTree } from './forbidden-path.ts';
import type { Git, GitAccess } from './run-git.ts';

export type PatchedTree =
  | { readonly kind: 'tree'; readonly tree: string; readonly leftOut: readonly string[] }
  | { readonly kind: 'conflicts'; readonly detail: string };

/** Applies a patch to a commit's tree in an index of its own; files are never written, so no filter can run. */
export async function patchedTree(git: Git, parent: string, patch: string, index: string): Promise<PatchedTree> {
  const env = { GIT_INDEX_FILE: index };
  await git.run(['read-tree', `${parent}^{tree}`], { env });
  const refused = (await patchedPaths(git, patch)).filter(isGitPath);
  const excluded = refused.map((file) => `--exclude=${file.replace(/[\\*?[\]]/g, '\\$&')}`);
  const options = ['--cached', '--3way', '--binary', '--whitespace=nowarn', ...excluded];
  const applied = await git.attempt(['apply', ...options, '-'], { env, input: patch });
  if (applied.exitCode !== 0) return { kind: 'conflicts', detail: await conflicts(git, env, applied.stderr) };
  const leftOut = await leaveOut(git, parent, env);
  return { kind: 'tree', tree: await git.text(['write-tree'], { env }), leftOut: [...refused, ...leftOut] };
}

/** The paths that a patch touches, as git reads the patch. */
async function patchedPaths(git: Git, patch: string): Promise<readonly string[]> {
  const { exitCode, stdout } = await git.attempt(['apply', '--numstat', '-z', '-'], { input: patch });
  // A patch that git cannot read fails again, with its reason, when it is applied.
  if (exitCode !== 0) return [];
  return fields(stdout).map((line) => line.split('\t').slice(2).join('\t'));
}

async function conflicts(git: Git, env: GitAccess, stderr: string): Promise<string> {
  const unmerged = fields(await git.run(['diff', '--cached', '--name-only', '--diff-filter=U', '-z'], { env }));
  if (unmerged.length > 0) return [...new Set(unmerged)].join(', ');
  const errors = stderr.split('\n').filter((line) => line.startsWith('error: '));
  const named = errors.map((line) => line.replace(/^error: (?:patch failed: )?/, '').replace(/:\d+$/, ''));
  return [...new Set(named.map((line) => line.replace(/: (?:patch does not apply|does not exist in index)$/, '')))]
    .join(', ')
    .slice(0, 600);
}

const ABSENT = '0'.repeat(40);

/** Puts back what may not be pushed, judging the outcome rather than the patch. Answers the paths. */
async function leaveOut(git: Git, parent: string, env: GitAccess): Promise<readonly string[]> {
  const diff = ['diff-index', '--cached', '--raw', '--no-renames', '-z', parent];
  const entries = readChangedEntries(await git.run(diff, { env }));
  const judged = await Promise.all(entries.map(async (entry) => ((await isForbidden(git, entry)) ? [entry] : [])));
  const forbidden = judged.flat();
  if (forbidden.length === 0) return [];
  const lines = forbidden.map(({ path, before }) =>
    before.mode === ABSENT_MODE ? `0 ${ABSENT}\t${path}` : `${before.mode} ${before.sha}\t${path}`,
  );
  await git.run(['update-index', '--replace', '-z', '--index-info'], { env, input: `${lines.join('\0')}\0` });
  return forbidden.map(({ path }) => path);
}

async function isForbidden(git: Git, { path, before, after }: ChangedEntry): Promise<boolean> {
  if (isGitPath(path) || isWorkflowPath(path)) return true;
  // A submodule's new commit may come from anywhere; nobody reviewed it.
  if (before.mode === '160000' || after.mode === '160000') return true;
  if (after.mode !== '120000') return false;
  return leavesTree(path, (await git.run(['cat-file', 'blob', after.sha])).toString());
}
