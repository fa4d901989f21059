import { group } from '@actions/core';
import { Failure } from '@codex-worker/core';

export type Use<T> = (client: import('@actions/artifact').ArtifactClient) => Promise<T>;

/** Uses the client of the artifact service. What goes wrong is told in its words, where it was not told already. */
export async function viaClient<T>(what: string, use: Use<T>): Promise<T> {
  const { DefaultArtifactClient } = await import('@actions/artifact');
  try {
    // The client writes a dozen lines of its own to the log.
    return await group(`Artifacts: ${what}`, () => use(new DefaultArtifactClient()));
  } catch (cause) {
    throw cause instanceof Failure ? cause : unavailable(what, cause);
  }
}

function unavailable(what: string, cause: unknown): Failure {
  const said = (cause instanceof Error ? cause.message : String(cause)).replace(/[.\s]+$/, '');
  return new Failure('github-unavailable', {
    what: `The artifact service did not ${what}: ${said}.`,
    fix: fixFor(said),
    cause,
  });
}

function fixFor(said: string): string {
  if (/quota/i.test(said))
    return "Free or raise the account's storage for Actions artifacts, then re-run the failed jobs.";
  // Only another attempt of the run may use the name again.
  if (/already exists/.test(said)) return 'Let one step of the run upload it, or re-run the failed jobs.';
  return 'Re-run the failed jobs when GitHub is well again.';
}
