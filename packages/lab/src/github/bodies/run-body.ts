import type { Commit } from '../../git-host/commits.ts';
import type { JobRecord, RunRecord } from '../../run.ts';
import { apiUrl, type Hosted, nodeId, pageUrl, timestamp } from '../hosted.ts';
import { accountBodyOrNull } from './account-body.ts';
import { minimalRepositoryBody } from './repository-body.ts';

/** A workflow's number: the same for the same path, always. */
export function workflowId(path: string): number {
  let hash = 0;
  for (const character of path) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % 90_000_000;
  return 100_000_000 + hash;
}

/** A workflow run. */
export function runBody(hosted: Hosted, run: RunRecord, commit: Commit | undefined) {
  const url = apiUrl(hosted, `/actions/runs/${run.id}`);
  const suite = run.id + 1_000_000;
  return {
    id: run.id,
    name: run.workflowName,
    node_id: nodeId('WFR', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: run.path,
    display_title: run.displayTitle,
    run_number: run.number,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: workflowId(run.path),
    check_suite_id: suite,
    check_suite_node_id: nodeId('CS', suite),
    url,
    html_url: pageUrl(hosted, `/actions/runs/${run.id}`),
    pull_requests: [],
    created_at: seconds(run.createdAt),
    updated_at: seconds(run.updatedAt),
    actor: accountBodyOrNull(hosted, run.actor),
    run_attempt: run.attempt,
    referenced_workflows: run.referencedWorkflows.map(({ path, sha, ref }) => ({ path, sha, ref })),
    run_started_at: seconds(run.startedAt),
    triggering_actor: accountBodyOrNull(hosted, run.triggeringActor),
    jobs_url: `${url}/jobs`,
    logs_url: `${url}/logs`,
    check_suite_url: apiUrl(hosted, `/check-suites/${suite}`),
    artifacts_url: `${url}/artifacts`,
    cancel_url: `${url}/cancel`,
    rerun_url: `${url}/rerun`,
    previous_attempt_url: run.attempt > 1 ? `${url}/attempts/${run.attempt - 1}` : null,
    workflow_url: apiUrl(hosted, `/actions/workflows/${workflowId(run.path)}`),
    head_commit: commit === undefined ? null : headCommit(commit),
    repository: minimalRepositoryBody(hosted),
    head_repository: headRepository(hosted, run),
  };
}

function headCommit(commit: Commit) {
  const { name, email } = commit.author;
  return {
    id: commit.sha,
    tree_id: commit.tree,
    message: commit.message,
    timestamp: commit.committer.date,
    author: { name, email },
    committer: { name: commit.committer.name, email: commit.committer.email },
  };
}

/** The repository that a run's head came from: ours, or a fork with a number of its own. */
export function headRepositoryId(hosted: Hosted, run: RunRecord): number {
  return run.headRepository === hosted.fullName ? hosted.id : workflowId(run.headRepository);
}

function headRepository(hosted: Hosted, run: RunRecord) {
  const ours = minimalRepositoryBody(hosted);
  if (run.headRepository === hosted.fullName) return ours;
  const [, name = ''] = run.headRepository.split('/');
  return { ...ours, id: headRepositoryId(hosted, run), name, full_name: run.headRepository, fork: true };
}

/** A job of a run. */
export function jobBody(hosted: Hosted, run: RunRecord, job: JobRecord) {
  return {
    id: job.id,
    run_id: run.id,
    workflow_name: run.workflowName,
    head_branch: run.headBranch,
    run_url: apiUrl(hosted, `/actions/runs/${run.id}`),
    run_attempt: run.attempt,
    node_id: nodeId('CR', job.id),
    head_sha: run.headSha,
    url: apiUrl(hosted, `/actions/jobs/${job.id}`),
    html_url: pageUrl(hosted, `/actions/runs/${run.id}/job/${job.id}`),
    status: job.status,
    conclusion: job.conclusion,
    created_at: seconds(run.createdAt),
    started_at: seconds(job.startedAt ?? run.createdAt),
    completed_at: secondsOrNull(job.completedAt),
    name: job.name,
    steps: job.steps.map((step) => ({
      name: step.name,
      status: step.status,
      conclusion: step.conclusion,
      number: step.number,
      started_at: secondsOrNull(step.startedAt),
      completed_at: secondsOrNull(step.completedAt),
    })),
    check_run_url: apiUrl(hosted, `/check-runs/${job.id}`),
    labels: job.labels ?? ['ubuntu-latest'],
    runner_id: job.startedAt === null ? null : 1,
    runner_name: job.startedAt === null ? null : 'Lab 1',
    runner_group_id: job.startedAt === null ? null : 0,
    runner_group_name: job.startedAt === null ? null : 'GitHub Actions',
  };
}

function seconds(time: string): string {
  return timestamp(new Date(time));
}

function secondsOrNull(time: string | null): string | null {
  return time === null ? null : seconds(time);
}
