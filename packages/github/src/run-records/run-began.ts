import type { GitHubClient } from '../client/github-client.ts';

/** When a run was made: its secrets are those of that moment, however long it waited. */
export async function runBeganAt(client: GitHubClient, runId: number): Promise<Date> {
  const { data } = await client.call(({ rest }) =>
    rest.actions.getWorkflowRun({ ...client.repository, run_id: runId }),
  );
  return new Date(data.created_at);
}
