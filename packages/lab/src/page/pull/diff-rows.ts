/** A line of a patch as it is shown. */
export interface DiffRow {
  readonly kind: 'added' | 'removed' | 'same' | 'header' | 'remark';
  readonly left: number | undefined;
  readonly right: number | undefined;
  /** Without the sign in front. */
  readonly text: string;
}

/** The lines of a patch with their numbers on both sides. */
export function diffRows(patch: string): readonly DiffRow[] {
  const next = { left: 0, right: 0 };
  return patch.split('\n').map((line): DiffRow => {
    const header = /^@@ -(\d+)(?:,\d+)? \+(\d+)/.exec(line);
    if (header !== null) {
      next.left = Number(header[1]);
      next.right = Number(header[2]);
      return { kind: 'header', left: undefined, right: undefined, text: line };
    }
    const text = line.slice(1);
    switch (line.charAt(0)) {
      case '+':
        return { kind: 'added', left: undefined, right: next.right++, text };
      case '-':
        return { kind: 'removed', left: next.left++, right: undefined, text };
      case '\\':
        return { kind: 'remark', left: undefined, right: undefined, text: line.slice(2) };
      default:
        return { kind: 'same', left: next.left++, right: next.right++, text };
    }
  });
}
