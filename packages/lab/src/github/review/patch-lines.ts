import type { Side } from './review.ts';

/** A line of a file's patch. Context has a number on both sides; a line that is only on one side has it there. */
export interface PatchLine {
  /** Lines down from the first `@@`, which is 0. The headers of further hunks count, as on GitHub. */
  readonly position: number;
  /** Position of the header of its hunk. */
  readonly hunk: number;
  readonly left: number | undefined;
  readonly right: number | undefined;
}

/** The numbered lines of a patch. */
export function patchLines(patch: string): readonly PatchLine[] {
  const lines: PatchLine[] = [];
  let next: Numbers = { hunk: 0, left: 0, right: 0 };
  for (const [position, text] of patch.split('\n').entries()) {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(text);
    if (header !== null) next = { hunk: position, left: Number(header[1]), right: Number(header[2]) };
    // "\ No newline at end of file" is no line of either side.
    else if (!text.startsWith('\\')) lines.push(numbered(text, position, next));
  }
  return lines;
}

/** What the next line of a hunk is numbered on each side. */
interface Numbers {
  readonly hunk: number;
  left: number;
  right: number;
}

function numbered(text: string, position: number, next: Numbers): PatchLine {
  const left = text.startsWith('+') ? undefined : next.left++;
  const right = text.startsWith('-') ? undefined : next.right++;
  return { position, hunk: next.hunk, left, right };
}

/** The line with this number on this side, undefined when the patch does not show it. */
export function lineAt(patch: string, side: Side, number: number): PatchLine | undefined {
  return patchLines(patch).find((line) => (side === 'LEFT' ? line.left : line.right) === number);
}

/** The hunk of a line from its header to the line itself: what GitHub shows above a review comment. */
export function hunkUpTo(patch: string, { hunk, position }: PatchLine): string {
  return patch
    .split('\n')
    .slice(hunk, position + 1)
    .join('\n');
}

/** Where a line of the old file is in the new one; undefined when the patch takes it away. */
export function carried(patch: string, number: number): number | undefined {
  const lines = patchLines(patch);
  const same = lines.find((line) => line.left === number);
  if (same !== undefined) return same.right;
  // Between hunks nothing changes but the distance to the top: what the hunks above added, less what they took away.
  const above = lines.filter((line) => isAbove(patch, line, number));
  const added = above.filter((line) => line.left === undefined).length;
  const removed = above.filter((line) => line.right === undefined).length;
  return number + added - removed;
}

function isAbove(patch: string, line: PatchLine, number: number): boolean {
  if (line.left !== undefined) return line.left < number;
  const header = patch.split('\n')[line.hunk] ?? '';
  return Number(/^@@ -(\d+)/.exec(header)?.[1] ?? 0) <= number;
}
