import type { ConcurrencyGroup, GroupMember } from '../../run.ts';
import type { Api, ApiContext } from '../api.ts';
import {
  groupMemberBody,
  groupNameBody,
  groupPlaceBody,
  jobOfMember,
  type QueuedMember,
} from '../bodies/concurrency-body.ts';
import type { Hosted } from '../hosted.ts';
import { paginateAfter } from '../pages.ts';
import { admit, needs } from '../permissions.ts';
import { invalid, notFound } from '../refusal.ts';
import { findRun } from './runs.ts';

/** Concurrency groups: who holds one, and who waits. */
export function concurrencyRoutes(api: Api, hosted: Hosted): void {
  if (hosted.isEnterprise) return;
  api.get('/actions/concurrency_groups', (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const groups = hosted.engine.concurrencyGroups();
    const concurrency_groups = paginateAfter(c, groups).map((group) => ({
      ...groupNameBody(hosted, group.name),
      last_acquired_at: group.acquiredAt,
    }));
    return c.json({ total_count: groups.length, concurrency_groups });
  });

  api.get('/actions/concurrency_groups/:name{.+}', (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const group = findGroup(hosted, c.req.param('name'));
    if (group === undefined) throw notFound();
    const members = askedMembers(c, hosted, membersOf(group));
    const group_members = members.map((member) => groupMemberBody(hosted, member));
    return c.json({ ...groupNameBody(hosted, group.name), total_count: members.length, group_members });
  });

  api.get('/actions/runs/:run/concurrency_groups', (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const run = findRun(hosted, c);
    const names = groupsOfRun(hosted, run.id);
    const concurrency_groups = paginateAfter(c, names).map((name) => {
      const group = findGroup(hosted, name);
      const members = group === undefined ? [] : membersOf(group);
      const group_members = members.flatMap((member, position) =>
        member.runId === run.id ? [groupPlaceBody(hosted, name, { ...member, position })] : [],
      );
      return { ...groupNameBody(hosted, name), group_members };
    });
    return c.json({ total_count: names.length, concurrency_groups });
  });
}

function findGroup(hosted: Hosted, name: string): ConcurrencyGroup | undefined {
  return hosted.engine.concurrencyGroups().find((one) => one.name.toLowerCase() === name.toLowerCase());
}

/** The groups that a run takes part in or took part in. Who asks may find nobody of the run in one of them. */
function groupsOfRun(hosted: Hosted, runId: number): readonly string[] {
  const live = hosted.engine.concurrencyGroups().filter((group) => membersOf(group).some((one) => one.runId === runId));
  const jobs = hosted.engine.runs.find(({ id }) => id === runId)?.jobs ?? [];
  const names = [...live.map(({ name }) => name), ...jobs.flatMap(({ group }) => group ?? [])];
  return [...new Map(names.map((name) => [name.toLowerCase(), name])).values()];
}

function membersOf({ holder, pending }: ConcurrencyGroup): readonly QueuedMember[] {
  const waiting = pending.map((member) => ({ ...member, status: 'pending' as const }));
  return holder === undefined ? waiting : [{ ...holder, status: 'in_progress' }, ...waiting];
}

/** All members, or those before a run or a job with itself as the last. */
function askedMembers(c: ApiContext, hosted: Hosted, members: readonly QueuedMember[]): readonly QueuedMember[] {
  const { ahead_of_run: run, ahead_of_job: job } = c.req.query();
  if (run === undefined && job === undefined) return members;
  if (run !== undefined && job !== undefined) throw refused('ahead_of_run');
  // A job that waits on its own does not hold up its run.
  const isAsked = (member: QueuedMember) =>
    run === undefined ? covers(hosted, member, Number(job)) : member.runId === Number(run) && member.lease !== 'job';
  const at = members.findIndex(isAsked);
  if (at < 0) throw refused(run === undefined ? 'ahead_of_job' : 'ahead_of_run');
  return members.slice(0, at + 1);
}

function refused(field: 'ahead_of_run' | 'ahead_of_job') {
  return invalid({ resource: 'ConcurrencyGroup', field, code: 'invalid' });
}

/** Whether a member stands for a job: it is the job, or the job is one of those that it calls. */
function covers(hosted: Hosted, member: GroupMember, jobId: number): boolean {
  if (jobOfMember(hosted, member)?.id === jobId) return true;
  const jobs = hosted.engine.runs.find(({ id }) => id === member.runId)?.jobs;
  const name = jobs?.find(({ id }) => id === jobId)?.name;
  return member.lease === 'workflow' && name?.startsWith(`${member.job} / `) === true;
}
