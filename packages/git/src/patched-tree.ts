import { writeFile } from 'node:fs/promises';
import { type CommitOrder, fileSections, type LeftOut } from '@codex-worker/core';
import { fields, readChangedEntries } from './changed-entries.ts';
import { isGitPath } from './forbidden-path.ts';
import { judgeEntries } from './left-out.ts';
import { LARGEST_BUFFER, refusalOf, refusalOfCount } from './patch-limits.ts';
import { patchText } from './patch-text.ts';
import { plainDiff } from './plain-diff.ts';
import { putBackEntries } from './put-back-entries.ts';
import type { Git, GitAccess } from './run-git.ts';

export type PatchedTree =
  | {
      readonly kind: 'tree';
      readonly tree: string;
      readonly leftOut: readonly LeftOut[];
      /** What was left out, as a patch that goes on top of the tree. */
      readonly leftOutPatch: string | undefined;
    }
  | { readonly kind: 'conflicts'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string };

export interface PatchOrder extends Pick<CommitOrder, 'patch' | 'isProtected'> {
  readonly parent: string;
  /** File of an index of its own. */
  readonly index: string;
}

/** Applies a patch to a commit's tree in an index of its own; files are never written, so no filter can run. */
export async function patchedTree(git: Git, order: PatchOrder): Promise<PatchedTree> {
  const { parent, patch, index, isProtected } = order;
  const refusal = refusalOf(patch);
  if (refusal !== undefined) return { kind: 'refused', detail: refusal };
  const paths = await patchedPaths(git, patch);
  const tooMany = refusalOfCount(paths.length);
  if (tooMany !== undefined) return { kind: 'refused', detail: tooMany };
  const env = { GIT_INDEX_FILE: index, GIT_ALLOC_LIMIT: String(LARGEST_BUFFER) };
  await git.run(['read-tree', `${parent}^{tree}`], { env });
  const refused = paths.filter(isGitPath);
  const excluded = refused.map((file) => `--exclude=${file.replace(/[\\*?[\]]/g, '\\$&')}`);
  const options = ['--cached', '--3way', '--binary', '--whitespace=nowarn', ...excluded];
  const applied = await git.attempt(['apply', ...options, '-'], { env, input: patch });
  if (applied.exitCode !== 0) return { kind: 'conflicts', detail: await conflicts(git, env, applied.stderr) };
  const whole = await git.text(['write-tree'], { env });
  const leftOut = await leaveOut(git, parent, env, isProtected);
  const tree = await git.text(['write-tree'], { env });
  const left = [partsOf(patch, paths), await difference(git, index, tree, whole)].join('');
  return {
    kind: 'tree',
    tree,
    leftOut: [...refused.map((path) => ({ path, why: 'git-folder' as const })), ...leftOut],
    leftOutPatch: left === '' ? undefined : left,
  };
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

/** Puts back what may not be pushed. Answers what it was. */
async function leaveOut(
  git: Git,
  parent: string,
  env: GitAccess,
  isProtected: CommitOrder['isProtected'],
): Promise<readonly LeftOut[]> {
  const diff = ['diff-index', '--cached', '--raw', '--no-renames', '-z', parent];
  const entries = readChangedEntries(await git.run(diff, { env }));
  const leftOut = await judgeEntries(git, env, entries, isProtected);
  if (leftOut.length === 0) return [];
  const paths = new Set(leftOut.map(({ path }) => path));
  await putBackEntries(
    git,
    env,
    entries.filter(({ path }) => paths.has(path)),
  );
  return leftOut;
}

/** The parts of a patch that git was not given, as they are. */
function partsOf(patch: string, paths: readonly string[]): string {
  const parts = fileSections(patch)
    .map(({ text }) => text)
    .filter((part) => part.startsWith('diff --git '));
  // With something else in between, nobody can say which part is which file's; the whole patch is stored besides.
  if (parts.length !== paths.length) return '';
  return parts.filter((_, index) => isGitPath(paths[index] ?? '')).join('');
}

/** What changes from one tree to another as a patch. */
async function difference(git: Git, index: string, from: string, to: string): Promise<string> {
  if (from === to) return '';
  const diff = ['diff-tree', '-r', '-p', '--binary', '--full-index', ...plainDiff, from, to];
  const patch = await git.run(diff);
  return patchText(patch, async () => {
    const attributes = `${index}-attributes`;
    await writeFile(attributes, '* -diff\n');
    return git.run(['-c', `core.attributesFile=${attributes}`, ...diff]);
  });
}
