import type { ConcurrencyGroup, GroupMember } from '../../run.ts';
import type { Api } from '../api.ts';
import { apiUrl, type Hosted, pageUrl } from '../hosted.ts';
import { paginate } from '../pages.ts';
import { admit, needs } from '../permissions.ts';
import { invalid, notFound } from '../refusal.ts';

/** Concurrency groups: who holds one, and who waits. */
export function concurrencyRoutes(api: Api, hosted: Hosted): void {
  api.get('/actions/concurrency_groups', (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const groups = hosted.engine.concurrencyGroups();
    const concurrency_groups = paginate(c, groups).map((group) => ({
      ...nameBody(hosted, group.name),
      last_acquired_at: null,
    }));
    return c.json({ total_count: groups.length, concurrency_groups });
  });

  api.get('/actions/concurrency_groups/:name{.+}', (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const name = c.req.param('name').toLowerCase();
    const group = hosted.engine.concurrencyGroups().find((one) => one.name.toLowerCase() === name);
    if (group === undefined) throw notFound();
    const members = ahead(membersOf(group), c.req.query('ahead_of_run'), c.req.query('ahead_of_job'), hosted);
    const group_members = members.map((member) => memberBody(hosted, member));
    return c.json({ ...nameBody(hosted, group.name), total_count: members.length, group_members });
  });
}

interface Member extends GroupMember {
  readonly status: 'in_progress' | 'pending';
}

function membersOf({ holder, pending }: ConcurrencyGroup): readonly Member[] {
  const waiting = pending.map((member) => ({ ...member, status: 'pending' as const }));
  return holder === undefined ? waiting : [{ ...holder, status: 'in_progress' }, ...waiting];
}

/** Those before a run or a job, and itself as the last. */
function ahead(members: readonly Member[], run: string | undefined, job: string | undefined, hosted: Hosted) {
  if (run === undefined && job === undefined) return members;
  const at = members.findIndex((member) =>
    run === undefined ? jobOf(hosted, member)?.id === Number(job) : member.runId === Number(run),
  );
  if (at < 0)
    throw invalid({
      resource: 'ConcurrencyGroup',
      field: run === undefined ? 'ahead_of_job' : 'ahead_of_run',
      code: 'invalid',
    });
  return members.slice(0, at + 1);
}

function jobOf(hosted: Hosted, member: Member) {
  return hosted.engine.runs.find((run) => run.id === member.runId)?.jobs.find((job) => job.name === member.job);
}

function nameBody(hosted: Hosted, name: string) {
  return { group_name: name, group_url: apiUrl(hosted, `/actions/concurrency_groups/${encodeURIComponent(name)}`) };
}

function memberBody(hosted: Hosted, member: Member) {
  const run = hosted.engine.runs.find((one) => one.id === member.runId);
  const job = jobOf(hosted, member);
  const page = pageUrl(hosted, `/actions/runs/${member.runId}`);
  return {
    run_id: member.runId,
    run_name: run?.workflowName ?? '',
    run_url: apiUrl(hosted, `/actions/runs/${member.runId}`),
    run_html_url: page,
    ...(member.job === undefined ? {} : { job_name: member.job }),
    ...(job === undefined
      ? {}
      : { job_id: job.id, job_url: apiUrl(hosted, `/actions/jobs/${job.id}`), job_html_url: `${page}/job/${job.id}` }),
    status: member.status,
  };
}
