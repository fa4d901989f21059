import { createTwoFilesPatch } from 'diff';
import { readCaller } from '../caller/caller.ts';
import { printable } from '../printable.ts';
import { Refusal } from '../refusal.ts';
import type { Paint } from '../words/paint.ts';
import type { CallerFile } from './render-callers.ts';

/** A file, and what stands in its place now. */
export interface PlannedFile extends CallerFile {
  readonly before: string | undefined;
}

/** Those files that are not there as they should be. Refuses to overwrite what somebody has changed. */
export function planFiles(files: readonly PlannedFile[], force: boolean): readonly PlannedFile[] {
  const changed = files.filter(({ before, text }) => before !== text);
  const taken = changed.filter(({ before }) => before !== undefined).map(({ path }) => path);
  if (taken.length === 0 || force) return changed;
  throw new Refusal(
    `${taken.join(' and ')} ${taken.length === 1 ? 'exists and is' : 'exist and are'} different. See the difference with --dry-run --force, and overwrite with --force.`,
  );
}

/** Refuses a second caller: each would answer. */
export function refuseOtherCallers(
  workflows: ReadonlyMap<string, string>,
  files: readonly CallerFile[],
  force: boolean,
): void {
  const ours = new Set(files.map(({ path }) => path));
  const others = [...workflows].filter(
    ([path, text]) =>
      !ours.has(path) && readCaller(path, text, []).calls.some(({ workflow }) => workflow === 'codex-worker.yml'),
  );
  if (others.length === 0 || force) return;
  throw new Refusal(
    `${others.map(([path]) => path).join(', ')} calls the worker already, and a second caller would answer twice. Remove it, or write all the same with --force.`,
  );
}

/** What would change, as git shows it. */
export function renderDiff(files: readonly PlannedFile[], paint: Paint): string {
  return (
    files
      .map(({ path, text, before }) => {
        const from = before === undefined ? '/dev/null' : `a/${path}`;
        return createTwoFilesPatch(from, `b/${path}`, before ?? '', text, '', '', { context: 3 });
      })
      .join('')
      .replaceAll(/^=+\n/gm, '')
      .split('\n')
      // What stands there now was written by others.
      .map((line) => paintLine(printable(line), paint))
      .join('\n')
  );
}

function paintLine(line: string, paint: Paint): string {
  if (/^(?:---|\+\+\+) /.test(line)) return paint('bold', line);
  if (line.startsWith('+')) return paint('green', line);
  if (line.startsWith('-')) return paint('red', line);
  return line.startsWith('@@') ? paint('cyan', line) : line;
}
