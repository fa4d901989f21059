import { readBlob, readEntry } from '../git-host/files.ts';
import { announce } from './events.ts';
import type { Hosted } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import { defaultTip } from './pull-diff.ts';
import { workflowPaths } from './workflow-files.ts';
import { parseWorkflow } from './workflow-triggers.ts';

/** Lets the time come for every schedule of the default branch, or for those of one workflow; gives the runs. */
export async function runSchedules(hosted: Hosted, by: SignedIn, only?: string): Promise<readonly number[]> {
  const sha = await defaultTip(hosted);
  if (sha === undefined) return [];
  const ref = `refs/heads/${hosted.defaultBranch}`;
  const runs: number[] = [];
  for (const workflow of await workflowPaths(hosted, sha)) {
    if (only !== undefined && workflow !== only && !workflow.endsWith(`/${only}`)) continue;
    for (const schedule of await schedulesOf(hosted, sha, workflow))
      runs.push(...(await announce(hosted, by, { name: 'schedule', payload: { schedule, workflow }, ref, sha })));
  }
  return runs;
}

async function schedulesOf(hosted: Hosted, sha: string, path: string): Promise<readonly string[]> {
  const entry = await readEntry(hosted.git, sha, path);
  return entry === undefined ? [] : parseWorkflow((await readBlob(hosted.git, entry.sha)).toString()).schedules;
}
