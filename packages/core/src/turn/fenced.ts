/** A fence longer than any run of backticks in the text cannot be closed from within. */
export function fenceFor(text: string): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  return '`'.repeat(longest + 1);
}

/** A text as a block of code that nothing in it can close. */
export function fenced(text: string, language: 'text' | 'diff' | 'json' = 'text'): string {
  const fence = fenceFor(text);
  return `${fence}${language}\n${text}\n${fence}`;
}
