import { parseThread, type Recent, type ThreadKey, threadKey } from '@codex-worker/core';
import { type GitHubClient, sweepPorts, threadRuns } from '@codex-worker/github';
import type { Notes } from './notes.ts';
import type { Activity } from './traces.ts';

type Activities = ReadonlyMap<ThreadKey, Activity>;

/** Threads whose runs are looked at one by one. */
const MOST_THREADS = 20;

/** The threads with a run that goes on or waits: by their concurrency groups, or by runs where GitHub tells of none. */
export async function lookAtActivity(client: GitHubClient, recent: Recent, notes: Notes): Promise<Activities> {
  const runs = threadRuns(client, 0);
  if (!(await runs.hasGroups())) return byRuns(client, recent);
  const active = [...(await sweepPorts(client).activeThreads())];
  if (active.length > MOST_THREADS) {
    notes.cut(`${active.length} threads are active, and the runs of ${MOST_THREADS} are listed.`);
  }
  const found = active.slice(0, MOST_THREADS).map(async (key): Promise<readonly [ThreadKey, Activity][]> => {
    const group = await runs.group(parseThread(key));
    if (group.kind !== 'known') return [];
    const { holder, waiting } = group;
    const run = holder && { url: holder.url, since: await runs.startedAt(holder) };
    return run === undefined && waiting === 0 ? [] : [[key, { run, waiting }]];
  });
  return new Map((await Promise.all(found)).flat());
}

/** Callers name the thread's number in the titles of their runs. */
async function byRuns(client: GitHubClient, { threads }: Recent): Promise<Activities> {
  const keys = new Map(threads.map(({ thread }) => [parseThread(thread).number, thread]));
  const going = await runsThat(client, 'in_progress');
  // For a machine, and for the group of its workflow.
  const waiting = [...(await runsThat(client, 'queued')), ...(await runsThat(client, 'pending'))];
  const found = new Map<ThreadKey, Activity>();
  for (const { number, url, since } of [...going, ...waiting]) {
    const key = keys.get(number) ?? threadKey({ kind: 'issue', number });
    const before = found.get(key) ?? { run: undefined, waiting: 0 };
    const holds = since !== undefined && before.run === undefined;
    found.set(key, holds ? { ...before, run: { url, since } } : { ...before, waiting: before.waiting + 1 });
  }
  return found;
}

interface TitledRun {
  readonly number: number;
  readonly url: string;
  /** Undefined: it waits. */
  readonly since: string | undefined;
}

async function runsThat(
  client: GitHubClient,
  status: 'in_progress' | 'queued' | 'pending',
): Promise<readonly TitledRun[]> {
  const { data } = await client.call((octokit) =>
    octokit.rest.actions.listWorkflowRunsForRepo({ ...client.repository, status, per_page: 100 }),
  );
  return data.workflow_runs
    .filter(({ referenced_workflows: called }) => called?.some(({ path }) => path.includes('/codex-worker')))
    .map(({ display_title, html_url: url, run_started_at, created_at }) => ({
      number: Number(/#(\d+)/.exec(display_title)?.[1] ?? 0),
      url,
      since: status === 'in_progress' ? (run_started_at ?? created_at) : undefined,
    }))
    .filter(({ number }) => number > 0);
}
