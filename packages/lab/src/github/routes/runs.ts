import { readCommit } from '../../git-host/commits.ts';
import { resolveCommit } from '../../git-host/refs.ts';
import type { RunRecord } from '../../run.ts';
import { type Api, type ApiContext, numberParam } from '../api.ts';
import { jobBody, runBody, workflowId } from '../bodies/run-body.ts';
import { createdIn } from '../date-range.ts';
import type { Hosted } from '../hosted.ts';
import { paginate } from '../pages.ts';
import { admit, admitSignedIn, needs } from '../permissions.ts';
import { notFound, Refusal } from '../refusal.ts';

/** Workflow runs: list, read, cancel, run again. */
export function runRoutes(api: Api, hosted: Hosted): void {
  api.get('/actions/runs', async (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    return c.json(await listRuns(c, hosted, hosted.engine.runs));
  });

  api.get('/actions/runs/:run', async (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    return c.json(await describeRun(hosted, findRun(hosted, c)));
  });

  api.get('/actions/runs/:run/attempts/:attempt', async (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const run = findRun(hosted, c);
    // The engine keeps the latest attempt only.
    if (numberParam(c, 'attempt') !== run.attempt) throw notFound();
    return c.json(await describeRun(hosted, run));
  });

  commandRoutes(api, hosted);
}

/** The runs that a list request asks for, newest first. */
export async function listRuns(c: ApiContext, hosted: Hosted, runs: readonly RunRecord[]) {
  const { actor, branch, event, status, created, head_sha: sha } = c.req.query();
  const isAsked = createdIn(created);
  const found = runs
    .filter(
      (run) =>
        (actor === undefined || run.actor === actor) &&
        (branch === undefined || run.headBranch === branch) &&
        (event === undefined || run.event === event) &&
        (status === undefined || run.status === status || run.conclusion === status) &&
        (sha === undefined || run.headSha === sha) &&
        isAsked(run.createdAt),
    )
    .toSorted((one, other) => other.id - one.id);
  const workflow_runs = await Promise.all(paginate(c, found).map((run) => describeRun(hosted, run)));
  return { total_count: found.length, workflow_runs };
}

async function describeRun(hosted: Hosted, run: RunRecord) {
  const sha = await resolveCommit(hosted.git, run.headSha);
  return runBody(hosted, run, sha === undefined ? undefined : await readCommit(hosted.git, sha));
}

/** The run that the path names. */
export function findRun(hosted: Hosted, c: ApiContext): RunRecord {
  const run = hosted.engine.runs.find((one) => one.id === numberParam(c, 'run'));
  if (run === undefined) throw notFound();
  return run;
}

function commandRoutes(api: Api, hosted: Hosted): void {
  const cancel = (force: boolean) => (c: ApiContext) => {
    admit(hosted, c.var.identity, needs.manageRuns);
    if (!hosted.engine.cancel(findRun(hosted, c).id, force))
      throw new Refusal(409, 'Cannot cancel a workflow run that is completed.');
    return c.json({}, 202);
  };
  api.post('/actions/runs/:run/cancel', cancel(false));
  api.post('/actions/runs/:run/force-cancel', cancel(true));

  const rerun = (failedJobsOnly: boolean) => (c: ApiContext) => {
    const by = admitSignedIn(hosted, c.var.identity, needs.manageRuns);
    if (!hosted.engine.rerun(findRun(hosted, c).id, by.account.login, failedJobsOnly))
      throw new Refusal(403, 'This workflow is already running');
    return c.json({}, 201);
  };
  api.post('/actions/runs/:run/rerun', rerun(false));
  api.post('/actions/runs/:run/rerun-failed-jobs', rerun(true));
}

/** The runs of one workflow. */
export function runsOf(hosted: Hosted, path: string): readonly RunRecord[] {
  return hosted.engine.runs.filter((run) => workflowId(run.path) === workflowId(path));
}

/** A run's jobs. */
export function jobRoutes(api: Api, hosted: Hosted): void {
  const list = (c: ApiContext) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const run = findRun(hosted, c);
    return c.json({
      total_count: run.jobs.length,
      jobs: paginate(c, run.jobs).map((job) => jobBody(hosted, run, job)),
    });
  };
  api.get('/actions/runs/:run/jobs', list);
  api.get('/actions/runs/:run/attempts/:attempt/jobs', list);

  api.get('/actions/jobs/:job', (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const { run, job } = findJob(hosted, c);
    return c.json(jobBody(hosted, run, job));
  });

  api.get('/actions/jobs/:job/logs', (c) => {
    admitSignedIn(hosted, c.var.identity, needs.readRuns);
    const { run, job } = findJob(hosted, c);
    if (job.status !== 'completed') throw notFound();
    return c.redirect(hosted.links.make(`/_results/logs/${run.id}/${job.id}`, 'read', 60), 302);
  });
}

function findJob(hosted: Hosted, c: ApiContext) {
  const id = numberParam(c, 'job');
  for (const run of hosted.engine.runs) {
    const job = run.jobs.find((one) => one.id === id);
    if (job !== undefined) return { run, job };
  }
  throw notFound();
}
