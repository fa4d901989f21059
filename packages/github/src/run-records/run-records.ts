import type { NoticePorts, StepFacts } from '@codex-worker/core';
import type { GitHubClient } from '../client/github-client.ts';
import type { RunFacts } from '../runner/run-facts.ts';

const MINUTE_MS = 60_000;

/** Which jobs of a run count: those below a job, or those that are called together with one. */
export type CountedJobs =
  | { readonly below: string }
  /** The id of the job that asks. The caller's workflow may have jobs of its own, which tell nothing of ours. */
  | { readonly beside: string | undefined };

/** What GitHub keeps of the run that is going on: how its jobs ended, and what it uploaded. */
export function runRecords(
  client: GitHubClient,
  { runId, attempt }: Pick<RunFacts, 'runId' | 'attempt'>,
  which: CountedJobs,
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
      return counted(all, which).map(({ name, conclusion, started_at, completed_at, runner_id, steps }) => ({
        name,
        conclusion: conclusion ?? undefined,
        // A job that never got a runner has times all the same.
        minutes: runner_id ? minutesBetween(started_at, completed_at ?? new Date().toISOString()) : undefined,
        endedAt: completed_at ?? undefined,
        steps: (steps ?? []).map(toStep),
      }));
    },
    artifacts: async () => {
      const all = await client.call((octokit) =>
        octokit.paginate(octokit.rest.actions.listWorkflowRunArtifacts, { ...run, per_page: 100 }),
      );
      // The order of the list is not documented. Attempts of one run leave artifacts of one name.
      return all.map(({ id, name }) => ({ id, name })).sort((a, b) => a.id - b.id);
    },
  };
}

type NamedJob = { readonly name: string; readonly status: string };

/** GitHub names a job after those that call it: `worker / thread / agent`. */
function counted<T extends NamedJob>(jobs: readonly T[], which: CountedJobs): readonly T[] {
  if ('below' in which) return jobs.filter(({ name }) => name.split(' / ').includes(which.below));
  const own = jobs.find(({ name, status }) => status === 'in_progress' && name.split(' / ').at(-1) === which.beside);
  // A job with a name of its own is not found by its id: then all count.
  const callers = own?.name.split(' / ').slice(0, -1) ?? [];
  return jobs.filter(({ name }) => callers.every((caller, at) => name.split(' / ')[at] === caller));
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
