/** The beginning of a text, up to a number of characters: half of one is none. */
export function cutText(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, '');
}

/** The end of a text, of at most so many characters, from the beginning of a line unless that leaves little of it. */
export function cutToEnd(text: string, longest: number): string {
  const end = text.slice(-longest).replace(/^[\uDC00-\uDFFF]/, '');
  const lineEnd = end.indexOf('\n');
  return lineEnd < longest / 2 ? end.slice(lineEnd + 1) : end;
}
