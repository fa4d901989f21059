import { branchTip } from '../../git-host/refs.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import { announceThread } from '../events.ts';
import type { Hosted } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { keepPullRefs, refreshPulls } from '../pull-diff.ts';
import { invalid } from '../refusal.ts';
import type { Fields } from '../request-fields.ts';
import { editThread, threadEdit } from '../thread-edit.ts';

const resource = 'PullRequest';

/** Changes a pull request: text and state as for an issue, and its base. */
export async function editPull(hosted: Hosted, by: SignedIn, thread: PullThread, fields: Fields): Promise<void> {
  const { title, body, state } = threadEdit(hosted, fields, false);
  if (state === 'open') await refuseReopening(hosted, thread);
  const base = fields.text('base');
  if (typeof base === 'string' && base !== thread.pull.baseBranch) await changeBase(hosted, by, thread, base);
  await editThread(hosted, by, thread, {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
    ...(state === undefined ? {} : { state }),
  });
  if (state === 'open') await refreshPulls(hosted, [thread]);
}

async function refuseReopening(hosted: Hosted, { state, pull }: PullThread): Promise<void> {
  if (state === 'open') return;
  const refuse = (message: string) => invalid({ resource, field: 'state', code: 'custom', message });
  if (pull.merged !== undefined) throw refuse('state cannot be changed. The pull request cannot be reopened.');
  if ((await branchTip(hosted.git, pull.headBranch)) === undefined)
    throw refuse(`state cannot be changed. The ${pull.headBranch} branch has been deleted.`);
}

async function changeBase(hosted: Hosted, by: SignedIn, thread: PullThread, base: string): Promise<void> {
  const sha = await branchTip(hosted.git, base);
  if (sha === undefined) throw invalid({ resource, field: 'base', code: 'invalid' });
  const from = { ref: { from: thread.pull.baseBranch }, sha: { from: thread.pull.baseSha } };
  thread.pull.baseBranch = base;
  thread.pull.baseSha = sha;
  await keepPullRefs(hosted, thread);
  await announceThread(hosted, by, thread, 'edited', { changes: { base: from } });
}
