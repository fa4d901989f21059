/** What `git diff` needs to write patches that do not depend on anybody's settings, and run no program of theirs. */
export const plainDiff = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--no-renames',
  '--src-prefix=a/',
  '--dst-prefix=b/',
] as const;
