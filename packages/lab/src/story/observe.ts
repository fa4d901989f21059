import { type RequestId, readMarkers } from '@codex-worker/core';
import type { Octokit } from '@octokit/rest';
import type { Lab } from '../lab.ts';
import type { JobRecord, RunRecord } from '../run.ts';
import type { StepReport } from './report.ts';
import type { Plot } from './steps.ts';

export interface Seen {
  readonly run: RunRecord;
  /** The issue or pull request that it happened in. */
  readonly number: number;
  readonly plot: Plot;
  readonly event: string;
  readonly actor: string;
  readonly ms: number;
}

/** A step with what the report has no place for. */
export interface Observed {
  readonly report: StepReport;
  /** Markdown of the reply, as it stands in the thread. */
  readonly replyBody: string | undefined;
  readonly runUrl: string;
  readonly problems: readonly string[];
}

/** Finds out, through the API, what came of a step. */
export async function observe(lab: Lab, octokit: Octokit, seen: Seen): Promise<Omit<Observed, 'problems'>> {
  const { run, number, plot, event, actor, ms } = seen;
  const place = { owner: plot.owner, repo: plot.repo };
  const output = (name: string) => outputOf(run.jobs, name);
  const thread = output('thread') ?? '';
  const requestId = output('request-id') ?? '';
  const pull = await pullOf(octokit, place, number);
  const artifact =
    thread && (await octokit.rest.actions.listArtifactsForRepo({ ...place, name: `codex-worker-session-${thread}` }));
  const [stored] = artifact ? artifact.data.artifacts : [];
  const decision = output('decision') ?? 'none';
  const reply = await replyTo(octokit, place, number, requestId);
  const report: StepReport = {
    event,
    actor,
    thread: thread || `#${number}`,
    decision,
    codexThreadId: output('session-id') ?? null,
    sandbox: output('sandbox') ?? null,
    outcome:
      decision === 'run' || decision === 'enqueue' ? (output('outcome') ?? String(run.conclusion)) : `${decision}d`,
    requestId,
    commentUrl: reply?.html_url ?? null,
    prNumber: pull?.number ?? null,
    branch: pull?.branch ?? null,
    artifact: stored ? { name: stored.name, bytes: stored.size_in_bytes } : null,
    runId: run.id,
    apiCalls: apiCalls(lab, run),
    jobs: run.jobs.map(({ id, name, conclusion }) => ({
      name,
      conclusion: conclusion ?? 'none',
      ms: lab.jobMs.get(id) ?? 0,
    })),
    ms,
  };
  const { server, repository } = lab.github;
  const runUrl = `${server}/${repository.owner}/${repository.name}/actions/runs/${run.id}`;
  return { report, replyBody: reply?.body, runUrl };
}

/** The first job that has the output: the names of ours do not clash. */
function outputOf(jobs: readonly JobRecord[], name: string): string | undefined {
  return jobs.map(({ outputs }) => outputs[name]).find((value) => value !== undefined && value !== '');
}

/** The thread itself, or what was proposed from it. */
async function pullOf(octokit: Octokit, place: { owner: string; repo: string }, number: number) {
  const { data } = await octokit.rest.pulls.list({ ...place, state: 'all' });
  const pull = data.find((one) => one.number === number || one.head.ref.startsWith(`codex/issue-${number}/`));
  return pull && { number: pull.number, branch: pull.head.ref };
}

async function replyTo(octokit: Octokit, place: { owner: string; repo: string }, number: number, requestId: string) {
  if (requestId === '') return undefined;
  const { data } = await octokit.rest.issues.listComments({ ...place, issue_number: number, per_page: 100 });
  const wanted = requestId as RequestId;
  return data.find(({ body }) => readMarkers(body ?? '').some(({ requestId: id }) => id === wanted));
}

function apiCalls(lab: Lab, run: RunRecord): number {
  const isEdit = (method: string, path: string) => method === 'PATCH' && /\/comments\/\d+$/.test(path);
  const ofRun = lab.github.requests.filter(({ token }) => token.kind === 'job' && token.runId === run.id);
  return ofRun.filter(({ method, path }) => !isEdit(method, path)).length;
}
