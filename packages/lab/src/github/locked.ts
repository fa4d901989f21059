import type { Hosted } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import { fulfils, threadNeed } from './permissions.ts';
import type { Thread } from './thread.ts';

/** Whether somebody may write into a thread although it is locked. No job's token may: nobody has seen GitHub let one in. */
export function isLockedFor(hosted: Hosted, by: SignedIn, thread: Thread): boolean {
  if (!thread.locked) return false;
  return !(by.kind === 'user' && fulfils(hosted, by, { ...threadNeed(thread, 'manage'), role: 'write' }));
}
