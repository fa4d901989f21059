import { type ChangedFile, diffCommits } from '../../git-host/diff.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import type { Hosted } from '../hosted.ts';
import { pullDiff } from '../pull-diff.ts';
import { carried, lineAt } from './patch-lines.ts';
import type { DiffLine, ReviewComment, Side } from './review.ts';

/** Brings the review comments of a pull request to its head: each moves with its lines, or is outdated without them. */
export async function carryComments(hosted: Hosted, thread: PullThread): Promise<void> {
  const { headSha } = thread.pull;
  const behind = hosted.reviewComments.filter((one) => one.thread === thread.number && one.commit !== headSha);
  if (behind.length === 0) return;
  const { files } = await pullDiff(hosted, thread);
  for (const comment of behind) await carry(hosted, comment, headSha, files);
}

async function carry(hosted: Hosted, comment: ReviewComment, head: string, files: readonly ChangedFile[]) {
  const { path, subject } = comment;
  const file = files.find((one) => one.path === path);
  if (subject.kind === 'file') {
    if (file !== undefined) comment.commit = head;
    return;
  }
  if (subject.now === undefined) return;
  const since = await diffCommits(hosted.git, comment.commit, head);
  const now = moved(subject.now, file?.patch ?? '', (line) => lineSince(since, path, line));
  comment.subject = { ...subject, now };
  if (now !== undefined) comment.commit = head;
}

function moved(
  { side, line, start }: DiffLine,
  patch: string,
  toNew: (line: number) => number | undefined,
): DiffLine | undefined {
  // Lines on the left are the base's; a push to the head leaves them where they are.
  const place = (on: Side, number: number) => (on === 'LEFT' ? number : toNew(number));
  const to = place(side, line);
  const shown = to === undefined ? undefined : lineAt(patch, side, to);
  if (to === undefined || shown === undefined) return undefined;
  if (start === undefined) return { side, line: to, position: shown.position, start };
  const from = place(start.side, start.line);
  if (from === undefined) return undefined;
  return { side, line: to, position: shown.position, start: { side: start.side, line: from } };
}

function lineSince(since: readonly ChangedFile[], path: string, line: number): number | undefined {
  const file = since.find((one) => one.path === path || one.previousPath === path);
  if (file === undefined) return line;
  if (file.status === 'removed' || file.previousPath === path) return undefined;
  return file.patch === undefined ? undefined : carried(file.patch, line);
}
