import { REDACTED } from '@codex-worker/core';
import type { RecordedChange } from '../rollout/record.ts';
import type { Cleaner } from './clean-text.ts';
import { cutLine } from './excerpt.ts';

/** A line of a diff. Numbers are those of the file before and after. */
export interface DiffLine {
  readonly sign: '+' | '-' | ' ' | '@';
  readonly text: string;
  readonly before?: number;
  readonly after?: number;
}

/** What became of a file in one step. */
export interface FileDiff {
  readonly path: string;
  readonly movedTo: string | undefined;
  readonly kind: RecordedChange['kind'];
  readonly lines: readonly DiffLine[];
  /** Lines that are not shown. */
  readonly left: number;
  readonly added: number;
  readonly removed: number;
}

const MOST_LINES = 300;
const WIDTH = 500;

/** A recorded change as a diff whose paths begin at the workspace. */
export function fileDiff(change: RecordedChange, folder: string | undefined, clean: Cleaner): FileDiff {
  const lines = change.kind === 'update' ? linesOfHunks(change.text) : linesOfFile(change);
  const texts = cleaned(lines.slice(0, MOST_LINES), clean);
  return {
    path: clean(below(folder, change.path)),
    movedTo: change.movedTo === undefined ? undefined : clean(below(folder, change.movedTo)),
    kind: change.kind,
    lines: lines.slice(0, MOST_LINES).map((line, index) => ({ ...line, text: cutLine(texts[index] ?? '', WIDTH) })),
    left: Math.max(0, lines.length - MOST_LINES),
    added: lines.filter(({ sign }) => sign === '+').length,
    removed: lines.filter(({ sign }) => sign === '-').length,
  };
}

/** Each side as the text that it is: a key of several lines is known by the first of them. */
function cleaned(lines: readonly DiffLine[], clean: Cleaner): readonly string[] {
  const texts: string[] = [];
  for (const other of ['+', '-']) {
    const side = [...lines.keys()].filter((index) => lines[index]?.sign !== other);
    const whole = clean(side.map((index) => lines[index]?.text ?? '').join('\n')).split('\n');
    for (const [place, index] of side.entries()) {
      // What is on both sides may be of a key on one of them.
      if (!texts[index]?.includes(REDACTED)) texts[index] = whole[place] ?? '';
    }
  }
  return texts;
}

function below(folder: string | undefined, path: string): string {
  return folder !== undefined && path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path;
}

function linesOfFile({ kind, text }: RecordedChange): readonly DiffLine[] {
  if (text === '') return [];
  const lines = text.replace(/\n$/, '').split('\n');
  return lines.map((line, index) =>
    kind === 'add' ? { sign: '+', text: line, after: index + 1 } : { sign: '-', text: line, before: index + 1 },
  );
}

function linesOfHunks(diff: string): readonly DiffLine[] {
  let [before, after] = [1, 1];
  return diff
    .replace(/\n$/, '')
    .split('\n')
    .flatMap((line): readonly DiffLine[] => {
      const hunk = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@/.exec(line);
      if (hunk) {
        [before, after] = [Number(hunk[1]), Number(hunk[2])];
        return [{ sign: '@', text: line }];
      }
      const text = line.slice(1);
      if (line.startsWith('+')) return [{ sign: '+', text, after: after++ }];
      if (line.startsWith('-')) return [{ sign: '-', text, before: before++ }];
      return line.startsWith('\\') ? [] : [{ sign: ' ', text, before: before++, after: after++ }];
    });
}
