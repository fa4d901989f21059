import { texts } from '../reply/texts.ts';
import type { Request } from '../request/request.ts';
import { isAtLeast, type PermissionLookup, sameLogin } from '../standing/standing.ts';
import type { Comment } from '../thread/conversation.ts';
import { type ProposedPatch, readPatch } from './proposed-patch.ts';

/** Says why somebody may not have a patch applied; undefined where they may. To be allowed to ask is not enough: it writes code. */
export async function mayApply(people: PermissionLookup, { id, author }: Request): Promise<string | undefined> {
  // A run by hand has no text on GitHub that the publisher could look at.
  if (!id.startsWith('comment-')) return texts.applyByComment;
  const permission = await people.permissionOf(author.login);
  return isAtLeast(permission, 'write') ? undefined : texts.applyNeedsWrite(author.login, permission);
}

/** The newest patch that the worker offered before it was asked to apply one: whoever asked has seen it. */
export function newestPatch(
  comments: readonly Comment[],
  ownLogin: string,
  { createdAt }: Pick<Request, 'createdAt'>,
): ProposedPatch | undefined {
  return comments
    .filter(({ author }) => sameLogin(author.login, ownLogin))
    .filter((comment) => Date.parse(comment.createdAt) < Date.parse(createdAt))
    .map(({ body }) => readPatch(body))
    .findLast((patch) => patch !== undefined);
}
