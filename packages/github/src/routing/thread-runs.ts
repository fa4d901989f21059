import {
  Failure,
  type GroupFacts,
  type GroupRun,
  type StopEnd,
  type Thread,
  type ThreadRuns,
  threadKey,
} from '@codex-worker/core';
import * as v from 'valibot';
import { absentWhen, answeredWith } from '../client/answer.ts';
import type { GitHubClient } from '../client/github-client.ts';

const group = v.object({
  group_members: v.optional(
    v.array(v.object({ run_id: v.number(), run_html_url: v.nullish(v.string(), ''), status: v.string() })),
    [],
  ),
});

/** The call that lists the concurrency groups of a repository. */
export const GROUPS = 'GET /repos/{owner}/{repo}/actions/concurrency_groups';

/** The group that the workflows hold while a run of the thread goes on. */
function groupName(thread: Thread): string {
  return `codex-worker-${threadKey(thread)}`;
}

/** The runs of a thread, by its concurrency group. `ownRun` asks, and does not count. */
export function threadRuns(client: GitHubClient, ownRun: number): ThreadRuns {
  const run = ({ id }: GroupRun) => ({ ...client.repository, run_id: id });
  return {
    group: (thread) => readGroup(client, thread, ownRun),
    hasGroups: async () => {
      const list = client.call((octokit) => octokit.request(GROUPS, { ...client.repository, per_page: 1 }));
      return (await absentWhen([404], list)) !== undefined;
    },
    startedAt: async (of) => {
      const { data } = await client.call((octokit) => octokit.rest.actions.getWorkflowRun(run(of)));
      return data.run_started_at ?? data.created_at;
    },
    stop: (of) => stop(client, of),
  };
}

async function readGroup(client: GitHubClient, thread: Thread, ownRun: number): Promise<GroupFacts> {
  const name = groupName(thread);
  const call = client.call((octokit) => octokit.request(`${GROUPS}/{name}`, { ...client.repository, name }));
  try {
    const found = await absentWhen([404], call);
    if (!found) return { kind: 'absent' };
    const members = v.parse(group, found.data).group_members.filter(({ run_id }) => run_id !== ownRun);
    const holder = members.find(({ status }) => status === 'in_progress');
    const waiting = members.length - (holder ? 1 : 0);
    return { kind: 'known', holder: holder && { id: holder.run_id, url: holder.run_html_url }, waiting };
  } catch (error) {
    if (isRefused(error)) return { kind: 'hidden', fix: error.fix };
    throw error;
  }
}

const isRefused = (error: unknown): error is Failure => error instanceof Failure && error.code === 'permission-missing';

/** As the button of the run's page does: steps that always run still do. */
async function stop(client: GitHubClient, { id }: GroupRun): Promise<StopEnd> {
  try {
    await client.call((octokit) => octokit.rest.actions.cancelWorkflowRun({ ...client.repository, run_id: id }));
    return { kind: 'asked-to-stop' };
  } catch (error) {
    if (answeredWith(error, 404, 409)) return { kind: 'over-already' };
    if (isRefused(error)) return { kind: 'refused', fix: error.fix };
    throw error;
  }
}
