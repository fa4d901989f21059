import { fileSections } from '../proposal/changed-files.ts';
import { fenceFor } from '../turn/fenced.ts';

/** Lines of a file at a commit, and what a patch puts in their place. */
export interface Suggestion {
  readonly path: string;
  readonly startLine: number;
  readonly line: number;
  readonly text: readonly string[];
}

/** The changes of a patch that GitHub can show as suggestions: those within files that are there before and after. */
export function suggestionsOf(patch: string): readonly Suggestion[] {
  return fileSections(patch).flatMap(({ header, hunks }) => {
    const path = /^--- a\/(.+?)\t?\n\+\+\+ b\/\1\t?$/m.exec(header)?.[1];
    return path === undefined ? [] : hunks.flatMap((hunk) => suggestionsIn(path, hunk));
  });
}

interface Block {
  readonly from: number;
  removed: number;
  readonly added: string[];
  /** The context line above, which an insertion is shown with. */
  readonly above: string | undefined;
}

function suggestionsIn(path: string, hunk: string): readonly Suggestion[] {
  // Without its last line end, a file is not what a suggestion would make of it.
  if (/^\\/m.test(hunk)) return [];
  const blocks: Block[] = [];
  let line = Number(/^@@ -(\d+)/.exec(hunk)?.[1]);
  let open: Block | undefined;
  let above: string | undefined;
  for (const text of hunk.replace(/\n$/, '').split('\n').slice(1)) {
    if (text.startsWith(' ') || text === '') {
      above = text.slice(1);
      open = undefined;
      line += 1;
      continue;
    }
    if (!open) {
      open = { from: line, removed: 0, added: [], above };
      blocks.push(open);
    }
    if (text.startsWith('+')) {
      open.added.push(text.slice(1));
      continue;
    }
    open.removed += 1;
    line += 1;
  }
  return blocks.flatMap((block) => suggestionOf(path, block));
}

function suggestionOf(path: string, { from, removed, added, above }: Block): readonly Suggestion[] {
  if (removed > 0) return [{ path, startLine: from, line: from + removed - 1, text: added }];
  if (above === undefined) return [];
  return [{ path, startLine: from - 1, line: from - 1, text: [above, ...added] }];
}

/** A file of a pull request, with what its page shows of it. */
export interface ShownFile {
  readonly path: string;
  readonly patch: string | undefined;
}

/** GitHub takes a suggestion only for lines that the pull request shows, all within one part of it. */
export function onShownLines(suggestions: readonly Suggestion[], files: readonly ShownFile[]): readonly Suggestion[] {
  return suggestions.filter(({ path, startLine, line }) => {
    const shown = files.find((file) => file.path === path)?.patch ?? '';
    return [...shown.matchAll(/^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@/gm)].some(([, first, count = '1']) => {
      const begin = Number(first);
      return startLine >= begin && line < begin + Number(count);
    });
  });
}

/** The block that GitHub shows as a suggestion. One without lines takes the old ones away. */
export function renderSuggestion({ text }: Pick<Suggestion, 'text'>): string {
  const fence = fenceFor(text.join('\n'));
  return [`${fence}suggestion`, ...text, fence].join('\n');
}
