import * as v from 'valibot';
import { commitSha } from '../store/commit-sha.ts';

/** The head of a pull request from a fork, as stored. */
export const forkHeadSchema = v.object({
  /** The commit that somebody with standing allowed Codex to read. */
  sha: commitSha,
  /** Full name of the fork; a deleted one has none. */
  repository: v.string(),
});

/** The head of a pull request from a fork: Codex reads it, and nothing in it is obeyed. */
export type ForkHead = v.InferOutput<typeof forkHeadSchema>;
