/** A branch in an issue's Development panel. */
export interface LinkedBranch {
  readonly id: number;
  /** Number of the issue. */
  readonly thread: number;
  readonly branch: string;
}
