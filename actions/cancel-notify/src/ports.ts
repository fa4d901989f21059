import type { NoticePorts } from '@codex-worker/core';
import { conversation, type GitHubClient, type RunFacts, runRecords, threadRuns } from '@codex-worker/github';

export function noticePorts(client: GitHubClient, run: RunFacts, job: string | undefined): NoticePorts {
  const which = job === undefined ? { beside: process.env['GITHUB_JOB'] } : { below: job };
  return { conversation: conversation(client), runs: threadRuns(client, run.runId), ...runRecords(client, run, which) };
}
