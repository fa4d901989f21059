import type { FailedJobs, FailedRun } from '@codex-worker/core';
import { absentWhen } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';

/** The jobs that made a run fail, with the log of the first: one usually tells what is wrong, and each takes a call. */
export async function failedJobs(client: GitHubClient, { id }: FailedRun): Promise<FailedJobs> {
  // A matrix alone may have 256.
  const jobs = await client.call(({ paginate, rest }) =>
    paginate(rest.actions.listJobsForWorkflowRun, { ...client.repository, run_id: id, per_page: 100 }),
  );
  const failed = jobs.filter(({ conclusion }) => conclusion === 'failure' || conclusion === 'timed_out');
  const [first] = failed;
  return { names: failed.map(({ name }) => name), log: first && (await logOf(client, first.id)) };
}

/** Undefined where it is gone: GitHub keeps logs as long as artifacts. */
async function logOf(client: GitHubClient, job: number): Promise<string | undefined> {
  const call = client.call(({ rest }) =>
    rest.actions.downloadJobLogsForWorkflowRun({ ...client.repository, job_id: job }),
  );
  const answer = await absentWhen([404, 410], call);
  // Octokit follows the link that GitHub answers with; it declares the link alone.
  return answer === undefined ? undefined : endOf(answer.data);
}

const LONGEST_READ = 1_000_000;

function endOf(data: unknown): string | undefined {
  if (data instanceof ArrayBuffer) return new TextDecoder().decode(data.slice(-LONGEST_READ));
  return typeof data === 'string' ? data.slice(-LONGEST_READ) : undefined;
}
