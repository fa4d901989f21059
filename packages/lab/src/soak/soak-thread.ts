/** Something that an allowed person asked. */
export interface Asked {
  /** The request's id. */
  readonly id: string;
  /** Number of the issue or pull request that it was asked in. */
  readonly at: number;
  /** Words that no other request has. */
  readonly words: string;
  /** The file that it asks for. */
  readonly file?: string;
}

/** An issue, the pull request that it moved to, and what was asked in both. */
export interface SoakThread {
  readonly issue: number;
  pull: number | undefined;
  readonly asked: Asked[];
}

/** Where people write now. */
export const placeOf = ({ issue, pull }: SoakThread): number => pull ?? issue;
