import { readCommit } from '../git-host/commits.ts';
import { resolveCommit } from '../git-host/refs.ts';
import type { RunRecord } from '../run.ts';
import type { PullThread } from './bodies/pull-body.ts';
import { runBody } from './bodies/run-body.ts';
import { workflowBody } from './bodies/workflow-body.ts';
import { announceOnDefault } from './events.ts';
import { apiUrl, type Hosted } from './hosted.ts';
import { refreshPulls } from './pull-diff.ts';

/** Says that a run has ended: as `workflow_run`, on the default branch, whatever token caused the run. */
export async function announceRunEnd(hosted: Hosted, run: RunRecord): Promise<readonly number[]> {
  const sha = await resolveCommit(hosted.git, run.headSha);
  const body = runBody(hosted, run, sha === undefined ? undefined : await readCommit(hosted.git, sha));
  const by = { kind: 'user', account: hosted.accounts.get(run.actor), token: '' } as const;
  return announceOnDefault(hosted, by, 'workflow_run', {
    action: 'completed',
    workflow_run: { ...body, pull_requests: await pullsOf(hosted, run) },
    workflow: workflowBody(hosted, { path: run.path, name: run.workflowName }),
  });
}

/** The open pull requests of the run's branch. Those of forks GitHub does not tell. */
async function pullsOf(hosted: Hosted, run: RunRecord) {
  if (run.headRepository !== hosted.fullName) return [];
  const pulls = await refreshPulls(hosted, hosted.threads);
  return pulls
    .filter(({ state, pull }) => state === 'open' && !pull.fork && pull.headBranch === run.headBranch)
    .map((thread) => minimalPull(hosted, thread));
}

function minimalPull(hosted: Hosted, { id, number, pull }: PullThread) {
  const repo = { id: hosted.id, url: apiUrl(hosted), name: hosted.name };
  return {
    id,
    number,
    url: apiUrl(hosted, `/pulls/${number}`),
    head: { ref: pull.headBranch, sha: pull.headSha, repo },
    base: { ref: pull.baseBranch, sha: pull.baseSha, repo },
  };
}
