import { normaliseText } from '../request/request.ts';
import { closingKeywords, withReferencesApart } from './closing-keyword.ts';
import { codeSpans } from './code-spans.ts';
import { defuseLine, type Masked } from './defuse-line.ts';
import type { DefuseRules } from './defuse-rules.ts';
import { BREAK } from './defuse-rules.ts';
import { type FencedLine, fencedLines, isBlank, openFence } from './fenced-lines.ts';
import { foldsOf } from './folds.ts';
import { withHiddenShown, withoutHidden } from './hidden-characters.ts';

/**
 * Markdown that a model wrote, so that it shows all that it says and does nothing: it hides nothing, notifies nobody who is
 * not in the thread, closes nothing, and fetches nothing from elsewhere. Code stays as it is.
 */
export function defuse(text: string, rules: DefuseRules): string {
  const lines = fencedLines(withNothingHidden(text));
  const folds = foldsOf(lines);
  let isOpen = false;
  const defused = lines.map((line, index) => {
    const next = lines[index + 1]?.text ?? '';
    if (line.kind !== 'prose') {
      isOpen = false;
      return lineOfBlock(line, next, rules);
    }
    const { pieces, isOpen: leaves } = codeSpans(line.text, isOpen);
    isOpen = leaves && !isBlank(line.text);
    const masked = folds.has(index) ? maskTags(line.text) : maskCode(pieces);
    return withKeywordsBroken(masked, defuseLine(masked.text, rules), next, rules);
  });
  return defused.join('\n');
}

/** The text, shortened or not, with the block and the fold that it ends in closed, so that what stands below is in neither. */
export function withEndsClosed(text: string): string {
  const fence = openFence(text);
  const closed = fence === undefined ? text : `${text.trimEnd()}\n${fence}`;
  const lines = fencedLines(closed);
  const opened = lines.filter(({ kind, text: line }) => kind === 'prose' && line.startsWith('<details>')).length;
  const ended = lines.filter(({ kind, text: line }) => kind === 'prose' && line === '</details>').length;
  return opened > ended ? `${closed.trimEnd()}\n\n</details>` : closed;
}

/** What is seen decides where a line stands, so it is looked at once more when nothing is hidden. */
function withNothingHidden(text: string): string {
  const lines = fencedLines(normaliseText(text));
  return lines
    .map(({ kind, text: line }) => (kind === 'code' ? withHiddenShown(line) : withoutHidden(line)))
    .join('\n');
}

/** Code is left alone. Beside its language, what stands at an opening fence is shown nowhere. */
function lineOfBlock({ kind, text }: FencedLine, next: string, rules: DefuseRules): string {
  if (kind !== 'opening') return rules.isCommitText ? withReferencesApart(text, next, rules.closes) : text;
  const [, fence = '', language = ''] = /^(.*?(?:`{3,}|~{3,}))[ \t]*([\w.+#-]{1,30}(?=[ \t]|$))?/.exec(text) ?? [];
  // Formulas are drawn, and may draw nothing.
  return `${fence}${language.toLowerCase() === 'math' ? 'tex' : language}`;
}

/** Nothing that is shown has this character any more. */
const MASK = '\0';

function maskCode(pieces: readonly { readonly isCode: boolean; readonly text: string }[]): Masked {
  const kept: string[] = [];
  const text = pieces.map((piece) => {
    if (!piece.isCode) return piece.text;
    kept.push(piece.text);
    return `${MASK}${kept.length - 1}${MASK}`;
  });
  return { text: text.join(''), kept };
}

function maskTags(line: string): Masked {
  const kept: string[] = [];
  const text = line.replace(/<\/?(?:details|summary)>/g, (tag) => `${MASK}${kept.push(tag) - 1}${MASK}`);
  return { text, kept };
}

const unmasked = (text: string, kept: readonly string[]): string =>
  text.replace(new RegExp(`${MASK}(\\d+)${MASK}`, 'g'), (_, index: string) => kept[Number(index)] ?? '');

function withKeywordsBroken({ kept }: Masked, line: string, next: string, rules: DefuseRules): string {
  // In a commit, what is code here is read as well.
  if (rules.isCommitText) return broken(unmasked(line, kept), next, rules);
  return unmasked(broken(line, next, rules), kept);
}

function broken(line: string, next: string, { closes }: DefuseRules): string {
  // Behind the first letter of each: what is left of none is another.
  const ends = closingKeywords(line, next, closes).map((at) => at + 1);
  return [0, ...ends].map((end, index) => line.slice(end, ends[index])).join(BREAK);
}
