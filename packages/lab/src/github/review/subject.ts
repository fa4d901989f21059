import { mergeBase } from '../../git-host/commits.ts';
import { type ChangedFile, diffCommits } from '../../git-host/diff.ts';
import { isAncestor } from '../../git-host/refs.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import type { Hosted } from '../hosted.ts';
import { pullDiff } from '../pull-diff.ts';
import type { Fields } from '../request-fields.ts';
import { hunkUpTo, lineAt, type PatchLine, patchLines } from './patch-lines.ts';
import type { DiffLine, ReviewComment, Side, Subject } from './review.ts';

/** What a review comment is about, found in the pull request's diff. */
export type Place = Pick<ReviewComment, 'path' | 'diffHunk' | 'subject'>;

/** Why a place is not in the diff: GitHub words it differently for a comment by itself and for one in a review. */
export type Misplaced = 'path' | 'line' | 'start_line' | 'position';

/** The files that a pull request changes up to one of its commits; undefined for a commit that is not its own. */
export async function filesAt(
  hosted: Hosted,
  thread: PullThread,
  commit: string,
): Promise<readonly ChangedFile[] | undefined> {
  const { headSha, baseSha } = thread.pull;
  if (commit === headSha) return (await pullDiff(hosted, thread)).files;
  if (!(await isAncestor(hosted.git, commit, headSha)) || (await isAncestor(hosted.git, commit, baseSha)))
    return undefined;
  return diffCommits(hosted.git, await mergeBase(hosted.git, baseSha, commit), commit);
}

/** Finds the place that a request names in the diff. */
export function placeOf(files: readonly ChangedFile[], fields: Fields): Place | Misplaced {
  const path = fields.text('path') ?? '';
  const file = files.find((one) => one.path === path);
  if (file === undefined) return 'path';
  if (fields.text('subject_type') === 'file') return { path, diffHunk: '', subject: { kind: 'file' } };
  const patch = file.patch ?? '';
  const line = fields.whole('line');
  const found = line === undefined ? atPosition(patch, fields) : atLine(patch, fields, line);
  if (typeof found === 'string') return found;
  const subject: Subject = { kind: 'line', original: found.line, now: found.line };
  return { path, diffHunk: hunkUpTo(patch, found.shown), subject };
}

interface Found {
  readonly line: DiffLine;
  readonly shown: PatchLine;
}

function atPosition(patch: string, fields: Fields): Found | Misplaced {
  const position = fields.whole('position');
  if (position === undefined) return 'line';
  const shown = patchLines(patch).find((line) => line.position === position);
  if (shown === undefined) return 'position';
  const [side, line] = shown.right === undefined ? ['LEFT' as const, shown.left] : ['RIGHT' as const, shown.right];
  return { line: { side, line: line ?? 0, position, start: undefined }, shown };
}

function atLine(patch: string, fields: Fields, line: number): Found | Misplaced {
  const side = sideOf(fields.text('side'));
  const shown = lineAt(patch, side, line);
  if (shown === undefined) return 'line';
  const first = fields.whole('start_line');
  if (first === undefined) return { line: { side, line, position: shown.position, start: undefined }, shown };
  const start = { side: fields.has('start_side') ? sideOf(fields.text('start_side')) : side, line: first };
  const begin = lineAt(patch, start.side, start.line);
  if (begin === undefined || begin.hunk !== shown.hunk || begin.position >= shown.position) return 'start_line';
  return { line: { side, line, position: shown.position, start }, shown };
}

function sideOf(text: string | null | undefined): Side {
  return text === 'LEFT' ? 'LEFT' : 'RIGHT';
}
