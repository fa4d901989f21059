/** A file of a patch: how many lines come and go; neither where it is binary. */
export interface ChangedFile {
  readonly path: string;
  readonly kind: 'changed' | 'added' | 'deleted' | 'renamed';
  /** Where it was before. */
  readonly from?: string;
  readonly lines?: { readonly added: number; readonly removed: number };
}

/** The files that a patch of git changes, in its order. */
export function changedFiles(patch: string): readonly ChangedFile[] {
  return fileSections(patch).flatMap(({ header, hunks }) => {
    const path = pathOf(header);
    return path === undefined ? [] : [{ path, ...kindOf(header), ...linesOf(header, hunks) }];
  });
}

/** What a patch says of one file: what stands before its changes, and these. */
interface FileSection {
  readonly text: string;
  readonly header: string;
  readonly hunks: readonly string[];
}

/** The files of a patch of git. A line ends where git ends it: `^` would find a beginning in the middle of a line of JavaScript. */
export function fileSections(patch: string): readonly FileSection[] {
  return patch.split(/(?<=^|\n)(?=diff --git )/).map((text) => {
    const [header = '', ...hunks] = text.split(/(?<=\n)(?=@@ )/);
    return { text, header, hunks };
  });
}

/** Where a file is deleted, only the line of its old name has one. */
function pathOf(header: string): string | undefined {
  const named =
    /^\+\+\+ ("?)b\/(.+?)\1\t?$/m.exec(header) ??
    /^--- ("?)a\/(.+?)\1\t?$/m.exec(header) ??
    /^rename to ("?)(.+?)\1$/m.exec(header) ??
    /^diff --git .* ("?)b\/(.+?)\1$/m.exec(header);
  return named?.[2] && plain(named[2], named[1] === '"');
}

function kindOf(header: string): Pick<ChangedFile, 'kind' | 'from'> {
  const [, quote, from] = /^rename from ("?)(.+?)\1$/m.exec(header) ?? [];
  if (from !== undefined) return { kind: 'renamed', from: plain(from, quote === '"') };
  if (/^new file mode /m.test(header)) return { kind: 'added' };
  return { kind: /^deleted file mode /m.test(header) ? 'deleted' : 'changed' };
}

function linesOf(header: string, hunks: readonly string[]): Pick<ChangedFile, 'lines'> {
  if (/^(?:GIT binary patch|Binary files )/m.test(header)) return {};
  const lines = hunks.flatMap((hunk) => hunk.split('\n'));
  const count = (sign: string): number => lines.filter((line) => line.startsWith(sign)).length;
  return { lines: { added: count('+'), removed: count('-') } };
}

/** Git writes names with letters beyond ASCII in quotes, their bytes as octal numbers. */
function plain(name: string, isQuoted: boolean): string {
  if (!isQuoted) return name;
  const bytes = [...name.matchAll(/\\([0-7]{3})|\\(.)|([^\\]+)/g)].map(([, octal, escaped, text]) =>
    octal === undefined ? Buffer.from(text ?? escaped ?? '') : Buffer.from([Number.parseInt(octal, 8) & 0xff]),
  );
  return Buffer.concat(bytes).toString();
}
