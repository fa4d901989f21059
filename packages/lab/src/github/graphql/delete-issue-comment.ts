import { mayChangeComment, removeComment } from '../routes/comments.ts';
import type { Asking, Served } from './asking.ts';
import { findNode } from './find-node.ts';
import { forbidden, noNode, notAllowed } from './graphql-error.ts';

/** Deletes a comment of an issue's or a pull request's conversation. */
export async function deleteIssueComment({ hosted, by }: Asking, { id }: { readonly id: string }): Promise<Served> {
  const found = findNode(hosted, id);
  if (found.kind !== 'comment') throw noNode(id);
  if (!mayChangeComment(hosted, by, found)) {
    throw by.kind === 'user' ? notAllowed(by.account.login, 'DeleteIssueComment') : forbidden();
  }
  await removeComment(hosted, by, found);
  return {};
}
