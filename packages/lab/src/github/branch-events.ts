import type { PushedRef } from '../git-host/http-backend.ts';
import { noCommit } from '../git-host/refs.ts';
import { announce, announceOnDefault } from './events.ts';
import type { Hosted } from './hosted.ts';
import type { SignedIn } from './identity.ts';

/** Says that a branch or a tag was made or deleted; nothing when it only moved. */
export async function announceBranch(hosted: Hosted, by: SignedIn, { ref, before, after }: PushedRef): Promise<void> {
  const [, kind, name] = /^refs\/(head|tag)s\/(.+)$/.exec(ref) ?? [];
  if (name === undefined) return;
  const payload = { ref: name, ref_type: kind === 'tag' ? 'tag' : 'branch', pusher_type: 'user' };
  // What a deleted branch had in its workflow files is gone: those of the default branch count.
  if (after === noCommit) await announceOnDefault(hosted, by, 'delete', payload);
  if (before === noCommit) {
    const whole = { ...payload, master_branch: hosted.defaultBranch, description: null };
    await announce(hosted, by, { name: 'create', payload: whole, ref, sha: after });
  }
}
