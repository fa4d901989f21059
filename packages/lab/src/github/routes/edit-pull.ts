import { branchTip } from '../../git-host/refs.ts';
import type { PullThread } from '../bodies/pull-body.ts';
import { announceThread } from '../events.ts';
import type { Hosted } from '../hosted.ts';
import type { SignedIn } from '../identity.ts';
import { keepPullRefs } from '../pull-diff.ts';
import { invalid } from '../refusal.ts';
import { refuseReopening } from '../reopening.ts';
import type { Fields } from '../request-fields.ts';
import { editThread, threadEdit } from '../thread-edit.ts';

const resource = 'PullRequest';

/** Changes a pull request: text and state as for an issue, and its base. */
export async function editPull(hosted: Hosted, by: SignedIn, thread: PullThread, fields: Fields): Promise<void> {
  const { title, body, state } = threadEdit(hosted, { by, manages: false }, fields);
  if (state === 'open') await refuseReopening(hosted, thread);
  const base = fields.text('base');
  if (typeof base === 'string' && base !== thread.pull.baseBranch) await changeBase(hosted, by, thread, base);
  await editThread(hosted, by, thread, {
    ...(title === undefined ? {} : { title }),
    ...(body === undefined ? {} : { body }),
    ...(state === undefined ? {} : { state }),
  });
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
