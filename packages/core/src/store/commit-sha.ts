import * as v from 'valibot';

/** The name of a commit, whole, in whatever is stored. */
export const commitSha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
