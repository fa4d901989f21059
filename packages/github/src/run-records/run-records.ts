import type { NoticePorts } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import type { RunFacts } from '../runner/run-facts.ts';

const MINUTE_MS = 60_000;

/** What GitHub keeps of the run that is going on: how its jobs ended, and what it uploaded. */
export function runRecords(
  client: GitHubClient,
  { runId, attempt }: Pick<RunFacts, 'runId' | 'attempt'>,
): Pick<NoticePorts, 'jobs' | 'artifacts'> {
  const run = { ...client.repository, run_id: runId };
  return {
    jobs: async () => {
      const { data } = await client.call((octokit) =>
        octokit.rest.actions.listJobsForWorkflowRunAttempt({ ...run, attempt_number: attempt, per_page: 100 }),
      );
      return data.jobs.map(({ name, conclusion, started_at, completed_at, runner_id }) => ({
        name,
        conclusion: conclusion ?? undefined,
        // A job that never got a runner has times all the same.
        minutes: runner_id ? minutesBetween(started_at, completed_at) : undefined,
      }));
    },
    artifacts: async () => {
      const { data } = await client.call((octokit) =>
        octokit.rest.actions.listWorkflowRunArtifacts({ ...run, per_page: 100 }),
      );
      return data.artifacts.map(({ name }) => ({ name }));
    },
  };
}

const minutesBetween = (from: string, to: string | null): number =>
  (Date.parse(to ?? new Date().toISOString()) - Date.parse(from)) / MINUTE_MS;
