/** Whether a branch, tag or path matches a list of filter patterns; a later `!pattern` takes back an earlier match. */
export function matchesFilter(patterns: readonly string[], value: string): boolean {
  return patterns.reduce((matched, pattern) => {
    if (pattern.startsWith('!')) return matched && !filterPattern(pattern.slice(1)).test(value);
    return matched || filterPattern(pattern).test(value);
  }, false);
}

/** GitHub's filter patterns: `*` stops at a slash, `**` does not, `?` and `+` repeat what stands before them. */
function filterPattern(pattern: string): RegExp {
  const source = pattern.replaceAll(/\*\*\/|\*\*|\*|\\.|[.^$(){}|]/g, (part) => {
    if (part === '**/') return '(?:.*/)?';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part.startsWith('\\') ? part : `\\${part}`;
  });
  return new RegExp(`^${source}$`);
}
