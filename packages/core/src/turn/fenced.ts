/** A fence longer than any run of backticks in the text cannot be closed from within. */
export function fenced(text: string, language: 'text' | 'diff' = 'text'): string {
  let longest = 2;
  for (const [run] of text.matchAll(/`+/g)) longest = Math.max(longest, run.length);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
