/** One thing that somebody did in the story, and all that followed from it. The form is stable: tools read it. */
export interface StepReport {
  readonly event: string;
  readonly actor: string;
  readonly thread: string;
  readonly decision: string;
  readonly codexThreadId: string | null;
  readonly sandbox: string | null;
  readonly outcome: string;
  readonly requestId: string;
  readonly commentUrl: string | null;
  readonly prNumber: number | null;
  readonly branch: string | null;
  readonly artifact: { readonly name: string; readonly bytes: number } | null;
  readonly runId: number;
  /** Calls of the REST API by the run's jobs; edits of comments are not counted. */
  readonly apiCalls: number;
  readonly jobs: readonly { readonly name: string; readonly conclusion: string; readonly ms: number }[];
  readonly ms: number;
}

export interface StoryReport {
  readonly steps: readonly StepReport[];
  readonly totalMs: number;
  /** What was not as it should be, a sentence each. */
  readonly problems: readonly string[];
  readonly ok: boolean;
}
