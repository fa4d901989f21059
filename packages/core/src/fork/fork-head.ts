import * as v from 'valibot';

/** The head of a pull request from a fork, as stored. */
export const forkHeadSchema = v.object({
  /** The commit that somebody with standing allowed Codex to read. */
  sha: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)),
  /** Full name of the fork; a deleted one has none. */
  repository: v.string(),
});

/** The head of a pull request from a fork: Codex reads it, and nothing in it is obeyed. */
export type ForkHead = v.InferOutput<typeof forkHeadSchema>;
