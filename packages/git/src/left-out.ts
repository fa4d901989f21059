import type { CommitOrder, LeftOut, WhyLeftOut } from '@codex-worker/core';
import { ABSENT_MODE, type ChangedEntry, fields } from './changed-entries.ts';
import { isGitPath, isSubmoduleList, isWorkflowPath, leavesTree } from './forbidden-path.ts';
import { LARGEST_FILE } from './patch-limits.ts';
import { readBlobs } from './read-blobs.ts';
import type { Git, GitAccess } from './run-git.ts';
import { SUBMODULE, sizesOf } from './sizes-of.ts';
import { collidingNames, isUnfitName } from './unfit-name.ts';

const LINK = '120000';

/** Which of a tree's changed files may not be pushed: what came out is judged, not what the patch said. */
export async function judgeEntries(
  git: Git,
  env: GitAccess,
  entries: readonly ChangedEntry[],
  isProtected: CommitOrder['isProtected'],
): Promise<readonly LeftOut[]> {
  const sizes = await sizesOf(git, entries);
  const targets = await targetsOf(git, entries);
  const colliding = new Set(await collisions(git, env, entries));
  return entries.flatMap((entry) => {
    const { path, after } = entry;
    const target = after.mode === LINK ? (targets.get(after.sha) ?? '') : '.';
    const why =
      whyByPath(entry, isProtected) ??
      (leavesTree(path, target) ? 'link' : undefined) ??
      (colliding.has(path) ? 'name' : undefined) ??
      ((sizes.get(after.sha) ?? 0) > LARGEST_FILE ? 'size' : undefined);
    return why === undefined ? [] : [{ path, why }];
  });
}

function whyByPath(
  { path, before, after }: ChangedEntry,
  isProtected: CommitOrder['isProtected'],
): WhyLeftOut | undefined {
  if (isGitPath(path)) return 'git-folder';
  if (isWorkflowPath(path)) return 'workflow';
  // A submodule's new commit may come from anywhere; nobody reviewed it.
  if (before.mode === SUBMODULE || after.mode === SUBMODULE || isSubmoduleList(path)) return 'submodule';
  if (isProtected?.(path)) return 'protected';
  return before.mode === ABSENT_MODE && isUnfitName(path) ? 'name' : undefined;
}

/** Files that are there already may have such names; only new ones are compared. */
async function collisions(git: Git, env: GitAccess, entries: readonly ChangedEntry[]): Promise<readonly string[]> {
  const added = entries.filter(({ before }) => before.mode === ABSENT_MODE).map(({ path }) => path);
  if (added.length === 0) return [];
  const isNew = new Set(added);
  const all = fields(await git.run(['ls-files', '-z'], { env }));
  return collidingNames(
    added,
    all.filter((path) => !isNew.has(path)),
  );
}

/** Where links lead, by name of the object. */
async function targetsOf(git: Git, entries: readonly ChangedEntry[]): Promise<ReadonlyMap<string, string>> {
  const shas = entries.filter(({ after }) => after.mode === LINK).map(({ after }) => after.sha);
  const targets = await readBlobs(git, shas);
  return new Map(shas.map((sha, index) => [sha, targets[index]?.toString() ?? '']));
}
