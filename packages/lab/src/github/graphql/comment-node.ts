import { commentBody } from '../bodies/issue-body.ts';
import { isPull } from '../pull-diff.ts';
import type { Comment, Thread } from '../thread.ts';
import type { Asking, Served } from './asking.ts';
import { reactionGroups } from './reaction-groups.ts';
import { repositoryNode } from './repository-node.ts';
import { textFields } from './text-fields.ts';
import { threadNode } from './thread-node.ts';

/** A comment of an issue's or a pull request's conversation. */
export function commentNode(asking: Asking, { thread, comment }: { thread: Thread; comment: Comment }): Served {
  return {
    ...textFields(asking, comment, commentBody(asking.hosted, thread, comment)),
    __typename: 'IssueComment',
    isMinimized: false,
    minimizedReason: null,
    ...(isPull(thread) ? {} : { issue: () => threadNode(asking, thread) }),
    pullRequest: () => (isPull(thread) ? threadNode(asking, thread) : null),
    repository: () => repositoryNode(asking),
    reactionGroups: reactionGroups(asking, comment.reactions),
  };
}
