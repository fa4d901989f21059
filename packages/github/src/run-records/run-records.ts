import type { NoticePorts, StepFacts } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import type { RunFacts } from '../runner/run-facts.ts';

const MINUTE_MS = 60_000;

/** What GitHub keeps of the run that is going on: how its jobs ended, those below one job or all, and what it uploaded. */
export function runRecords(
  client: GitHubClient,
  { runId, attempt }: Pick<RunFacts, 'runId' | 'attempt'>,
  below?: string,
): Pick<NoticePorts, 'jobs' | 'artifacts'> {
  const run = { ...client.repository, run_id: runId };
  return {
    jobs: async () => {
      // A drain has more jobs than one page.
      const all = await client.call((octokit) =>
        octokit.paginate(octokit.rest.actions.listJobsForWorkflowRunAttempt, {
          ...run,
          attempt_number: attempt,
          per_page: 100,
        }),
      );
      const jobs = all.filter(({ name }) => below === undefined || name.split(' / ').includes(below));
      return jobs.map(({ name, conclusion, started_at, completed_at, runner_id, steps }) => ({
        name,
        conclusion: conclusion ?? undefined,
        // A job that never got a runner has times all the same.
        minutes: runner_id ? minutesBetween(started_at, completed_at ?? new Date().toISOString()) : undefined,
        endedAt: completed_at ?? undefined,
        steps: (steps ?? []).map(toStep),
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

interface StepBody {
  readonly name: string;
  readonly conclusion: string | null;
  readonly started_at?: string | null;
  readonly completed_at?: string | null;
}

const toStep = ({ name, conclusion, started_at, completed_at }: StepBody): StepFacts => ({
  name,
  conclusion: conclusion ?? undefined,
  minutes: started_at && completed_at ? minutesBetween(started_at, completed_at) : undefined,
});

const minutesBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / MINUTE_MS;
