import type { Person } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import { personOf } from '../conversation/person.ts';
import type { RunFacts } from '../runner/run-facts.ts';

/**
 * Who started this attempt of the run again; undefined in the first. The event of a re-run still names whoever asked first,
 * and `github.actor` too: only the run's record tells.
 */
export async function rerunner(
  client: GitHubClient,
  { runId, attempt }: Pick<RunFacts, 'runId' | 'attempt'>,
): Promise<Person | undefined> {
  if (attempt === 1) return undefined;
  const run = { ...client.repository, run_id: runId, attempt_number: attempt };
  const { data } = await client.call((octokit) => octokit.rest.actions.getWorkflowRunAttempt(run));
  // Nobody who can be named has no standing.
  return personOf(data.triggering_actor);
}
