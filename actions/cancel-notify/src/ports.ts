import type { NoticePorts } from '@codex-worker/core';
import {
  conversation,
  type GitHubClient,
  type RunFacts,
  readEventNodes,
  runRecords,
  threadRuns,
} from '@codex-worker/github';

export async function noticePorts(client: GitHubClient, run: RunFacts, job: string | undefined): Promise<NoticePorts> {
  const which = job === undefined ? { beside: process.env['GITHUB_JOB'] } : { below: job };
  const talk = conversation(client, await readEventNodes(run.eventPath));
  return { conversation: talk, runs: threadRuns(client, run.runId), ...runRecords(client, run, which) };
}
