import { structuredPatch } from 'diff';
import { fenced } from './fenced.ts';

/** Up to here two whole texts are easier to read than what is between them. */
const SHORT = 400;

/** Tells Codex that a request it knows was edited, and how. */
export function whatChanged(before: string | undefined, now: string): string {
  const known = 'This request was answered before, and has been edited since.';
  const reads = `It now reads:\n\n${now}`;
  if (before === undefined || before === now) return `${known} ${reads}`;
  if (before.length <= SHORT && now.length <= SHORT) return `${known} It read:\n\n${fenced(before)}\n\n${reads}`;
  const diff = unifiedDiff(before, now);
  return diff === undefined ? `${known} ${reads}` : `${known} What changed:\n\n${fenced(diff, 'diff')}\n\n${reads}`;
}

function unifiedDiff(before: string, now: string): string | undefined {
  // Texts with little in common would take minutes, and the difference tells nothing.
  const options = { context: 2, maxEditLength: 500 };
  const patch = structuredPatch('before', 'now', before, now, undefined, undefined, options);
  return patch?.hunks
    .map(({ oldStart, oldLines, newStart, newLines, lines }) =>
      [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines].join('\n'),
    )
    .join('\n');
}
