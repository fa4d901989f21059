import type { GroupMember, JobRecord } from '../../run.ts';
import { apiUrl, type Hosted, pageUrl } from '../hosted.ts';

/** A member of a group, and whether it is its turn. */
export interface QueuedMember extends GroupMember {
  readonly status: 'in_progress' | 'pending';
}

/** A group by name. */
export function groupNameBody(hosted: Hosted, name: string) {
  return { group_name: name, group_url: apiUrl(hosted, `/actions/concurrency_groups/${encodeURIComponent(name)}`) };
}

/** A run or a job in a group. */
export function groupMemberBody(hosted: Hosted, member: QueuedMember) {
  const run = hosted.engine.runs.find((one) => one.id === member.runId);
  const job = jobOfMember(hosted, member);
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

/** The same with its place: 0 holds the group, and others wait for so many. */
export function groupPlaceBody(hosted: Hosted, group: string, member: QueuedMember & { readonly position: number }) {
  const job = member.lease === 'job' ? jobOfMember(hosted, member) : undefined;
  const asked = job === undefined ? `ahead_of_run=${member.runId}` : `ahead_of_job=${job.id}`;
  return {
    ...groupMemberBody(hosted, member),
    position: member.position,
    position_url: `${groupNameBody(hosted, group).group_url}?${asked}`,
  };
}

/** The job that a member is; a calling job has none while its called jobs run. */
export function jobOfMember(hosted: Hosted, member: GroupMember): JobRecord | undefined {
  return hosted.engine.runs.find((run) => run.id === member.runId)?.jobs.find((job) => job.name === member.job);
}
