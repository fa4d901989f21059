const LINE_END = 0x0a;

/** A line of a rollout, and where it stands. */
export interface RolloutLine {
  readonly offset: number;
  readonly text: string;
}

/** What a line of this length would hold is left out: Codex itself cuts output at a megabyte. */
const LONGEST_LINE = 16 * 1024 * 1024;

/** So much of a line tells what it is. */
const HEAD_BYTES = 300;

/** The lines of a rollout whose beginning is wanted. The others, which are most of it, are neither decoded nor parsed. */
export function* readLines(bytes: Buffer, isWanted: (head: string) => boolean): Generator<RolloutLine> {
  for (let offset = 0; offset < bytes.length; ) {
    const found = bytes.indexOf(LINE_END, offset);
    const end = found === -1 ? bytes.length : found;
    const head = bytes.toString('latin1', offset, Math.min(end, offset + HEAD_BYTES));
    if (isWanted(head) && end - offset <= LONGEST_LINE) yield { offset, text: bytes.toString('utf8', offset, end) };
    offset = end + 1;
  }
}
