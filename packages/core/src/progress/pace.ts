/** A turn that ends sooner is told of by its reply alone, and costs no call. */
export const FIRST_AFTER_SECONDS = 12;

/** GitHub asks for fewer than 80 writes a minute of all workflows together: nobody reads more than a few of one thread. */
const QUICKEST_SECONDS = 15;

/** A clock that moves on is news, too, but not as much. */
export const STALE_SECONDS = 60;

/** Edits of one turn: a minute's work is told at once, that of an hour now and then, and then the log has to do. */
const steps = [
  { edits: 12, seconds: QUICKEST_SECONDS },
  { edits: 24, seconds: 30 },
  { edits: 40, seconds: 60 },
] as const;

/** Seconds from an edit of a turn to the next one, by how many there were; undefined after the last. */
export function pause(edits: number): number | undefined {
  return steps.find((step) => edits < step.edits)?.seconds;
}
