import type { DiffLine, FileDiff } from '../story/file-diff.ts';
import { highlighted } from './highlight.ts';
import { type Html, html } from './html.ts';
import { type Language, languageOf } from './languages.ts';
import { count } from './words.ts';

/** Diffs of one step: a fold for each file, with what was added and taken away. */
export function diffView(files: readonly FileDiff[], left: number): Html {
  const more =
    left === 0
      ? undefined
      : html`<p class="note">${count(left, 'file')} more ${left === 1 ? 'is' : 'are'} left out here.</p>`;
  return html`${files.map(fileView)}${more}`;
}

/** Long diffs are closed at first: the page is read for its story. */
const MOST_OPEN = 60;

const words = { add: 'new', delete: 'deleted', update: 'changed' } as const;

function fileView(file: FileDiff): Html {
  const { path, movedTo, kind, lines, left, added, removed } = file;
  const name = movedTo === undefined ? path : `${path} → ${movedTo}`;
  const rest =
    left === 0
      ? undefined
      : html`<p class="note left">${count(left, 'line')} more ${left === 1 ? 'is' : 'are'} left out here.</p>`;
  return html`<details class="file"${lines.length <= MOST_OPEN ? html` open` : ''}>
<summary><span class="path">${name}</span> <span class="word">${movedTo === undefined ? words[kind] : 'moved'}</span> <span class="sums"><span class="plus">+${added}</span> <span class="minus">−${removed}</span></span></summary>
${lines.length === 0 ? html`<p class="note left">No lines of text.</p>` : rows(lines, languageOf(movedTo ?? path))}${rest}</details>
`;
}

/** A line for each, as text alone: sideways scrolling is no pleasure on a phone. */
function rows(lines: readonly DiffLine[], language: Language | undefined): Html {
  const colours = coloured(lines, language);
  return html`<div class="diff" role="group" aria-label="Changed lines">${lines.map((line, index) => row(line, colours[index]))}</div>`;
}

const kinds = { '+': 'added', '-': 'removed', ' ': 'same', '@': 'hunk' } as const;

function row({ sign, text, before, after }: DiffLine, colour: Html | undefined): Html {
  if (sign === '@') return html`<div class="row hunk">${text}</div>`;
  return html`<div class="row ${kinds[sign]}"><span class="no">${after ?? before ?? ''}</span><span class="sign">${sign}</span><code>${colour ?? text}</code></div>`;
}

/** Both sides are coloured each by itself: a comment that begins in what was removed does not end in what was added. */
function coloured(lines: readonly DiffLine[], language: Language | undefined): readonly (Html | undefined)[] {
  const result: (Html | undefined)[] = lines.map(() => undefined);
  for (const other of ['+', '-']) {
    const side = [...lines.keys()].filter((index) => ![other, '@'].includes(lines[index]?.sign ?? '@'));
    const painted = highlighted(side.map((index) => lines[index]?.text ?? '').join('\n'), language);
    for (const [place, index] of side.entries()) result[index] = painted[place];
  }
  return result;
}
