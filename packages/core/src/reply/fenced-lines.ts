/** What a line of Markdown is: a line of a fenced block, one of the fences around it, or anything else. */
export type LineKind = 'prose' | 'opening' | 'code' | 'closing';

export interface FencedLine {
  readonly kind: LineKind;
  readonly text: string;
}

/** The fence that is open, the column that its lines begin at, and what closes it. */
interface Fence {
  readonly column: number;
  readonly mark: string;
}

interface Place {
  /** The columns at which the content of the open list items begins, outermost first. */
  items: readonly number[];
  fence: Fence | undefined;
  /** Whether the next line may go on with a paragraph of this one. */
  inParagraph: boolean;
  /** Whether some of the items may have ended already. */
  isVague: boolean;
}

/**
 * Tells which lines of a text are certain to be shown as code, wherever GitHub's parser and another might differ: then, and
 * from there on, they are prose. It follows the block structure of CommonMark for fences and lists. The text has no HTML
 * and no reference definitions in it any more, and no line ends but `\n`.
 */
export function fencedLines(text: string): readonly FencedLine[] {
  const place: Place = { items: [], fence: undefined, inParagraph: false, isVague: false };
  let isLost = false;
  return text.split('\n').map((line) => {
    const kind = isLost ? 'lost' : kindOf(line, place);
    isLost = kind === 'lost';
    return { kind: kind === 'lost' ? 'prose' : kind, text: line };
  });
}

/** The line that closes the block in which a text ends; undefined where it ends in none. */
export function openFence(text: string): string | undefined {
  const place: Place = { items: [], fence: undefined, inParagraph: false, isVague: false };
  for (const line of text.split('\n')) if (kindOf(line, place) === 'lost') return undefined;
  return place.fence && ' '.repeat(place.fence.column) + place.fence.mark;
}

type Kind = LineKind | 'lost';

/** A tab counts for as many columns as are left to the next stop. */
const indentOf = (line: string): number =>
  [...(/^[ \t]*/.exec(line)?.[0] ?? '')].reduce((column, space) => column + (space === '\t' ? 4 - (column % 4) : 1), 0);
/** Whether a line, without its end, shows nothing. */
export const isBlank = (line: string): boolean => /^[ \t]*$/.test(line);

function kindOf(line: string, place: Place): Kind {
  if (isBlank(line)) {
    place.inParagraph = false;
    return place.fence ? 'code' : 'prose';
  }
  const inFence = place.fence && kindInFence(line, place, place.fence);
  if (inFence) return inFence;
  if (/^ *\t/.test(line)) return place.items.length === 0 ? text(place, [], true) : odd(place, [1]);
  return kindOfStart(line, indentOf(line), place);
}

/** Undefined where the line ends the list item that the block stands in, and is to be looked at anew. */
function kindInFence(line: string, place: Place, { column, mark }: Fence): Kind | undefined {
  const indent = indentOf(line);
  if (indent < column) {
    place.fence = undefined;
    return undefined;
  }
  const closing = /^(`+|~+)[ \t]*$/.exec(line.replace(/^[ \t]*/, ''))?.[1];
  if (indent - column > 3 || !closing?.startsWith(mark)) return 'code';
  place.fence = undefined;
  return 'closing';
}

/** `from` is where the content begins that is still to be looked at. */
function kindOfStart(line: string, from: number, place: Place): Kind {
  const content = line.slice(from);
  const open = place.items.filter((column) => column <= from);
  const isWhole = open.length === place.items.length;
  const column = open.at(-1) ?? 0;
  // Code by its indentation, or the rest of a paragraph: neither begins anything.
  if (from - column > 3) return text(place, open, isWhole);
  if (place.isVague && from > 0 && beginsBlock(content)) return 'lost';
  const fence = opening(content);
  if (fence !== undefined) return begin(place, open, { column, mark: fence });
  if (content.startsWith('>')) return quote(place, open);
  if (isEnd(content)) return end(place, open);
  const item = ITEM.exec(content);
  if (!item) return ODD_ITEM.test(content) ? odd(place, [...open, from + 1]) : text(place, open, isWhole);
  if (place.items.length >= DEEPEST) return odd(place, [1]);
  const [marker = '', number] = item;
  // Only a list that begins with 1 interrupts a paragraph; whether there is one is not always certain.
  const mayBeText = place.inParagraph && (isWhole || place.isVague);
  if (number !== undefined && Number(number) !== 1 && mayBeText) return odd(place, [...open, from + 1]);
  end(place, [...open, from + marker.length]);
  return kindOfStart(line, from + marker.length, place);
}

/** No person writes lists in lists so deep. */
const DEEPEST = 20;

const ITEM = /^(?:[-*+]|(\d{1,9})[.)]) {1,4}(?=[^ \t])/;
/** Nothing beside the marker, or code. */
const ODD_ITEM = /^(?:[-*+]|\d{1,9}[.)])(?:[ \t]|$)/;

const opening = (content: string): string | undefined =>
  /^(?:(`{3,})[^`]*|(~{3,}).*)$/.exec(content)?.slice(1).find(Boolean);

/** Headings and breaks: what ends a paragraph, and is none. */
const isEnd = (content: string): boolean => /^(?:#{1,6}(?:[ \t]|$)|([-*_])[ \t]*(?:\1[ \t]*){2,}$)/.test(content);

const beginsBlock = (content: string): boolean =>
  opening(content) !== undefined || /^>/.test(content) || ODD_ITEM.test(content) || isEnd(content);

function begin(place: Place, items: readonly number[], fence: Fence): Kind {
  end(place, items);
  place.fence = fence;
  return 'opening';
}

function end(place: Place, items: readonly number[]): Kind {
  place.items = items;
  place.inParagraph = false;
  place.isVague = false;
  return 'prose';
}

/** Where the content of an item begins, if it is one, is not looked into: it ends before a line that nothing indents. */
function odd(place: Place, items: readonly number[]): Kind {
  end(place, items);
  place.inParagraph = true;
  place.isVague = true;
  return 'prose';
}

/** What stands in a quote is never certain. Text below it may still be the quote's. */
function quote(place: Place, items: readonly number[]): Kind {
  end(place, items);
  place.inParagraph = true;
  return 'prose';
}

/** Text below a list may still be the last item's, though nothing indents it. */
function text(place: Place, open: readonly number[], isWhole: boolean): Kind {
  const { inParagraph, isVague } = place;
  if (!inParagraph) end(place, open);
  place.isVague = inParagraph ? isVague || !isWhole : isVague && open.length > 0;
  place.inParagraph = true;
  return 'prose';
}
