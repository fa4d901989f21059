import { type Hosted, timestamp } from './hosted.ts';
import type { SignedIn } from './identity.ts';
import type { Editable } from './thread.ts';

/** Writes down who has just changed a text; resolves to the time. */
export function noteEdit(hosted: Hosted, by: SignedIn, text: Editable): string {
  text.editor = by.account.login;
  text.lastEditedAt = timestamp(hosted.now());
  return text.lastEditedAt;
}
