import { isLockedFor } from '../locked.ts';
import { type Need, needs, threadNeed } from '../permissions.ts';
import { type Reaction, type ReactionContent, reactionContents, type Thread } from '../thread.ts';
import { type Asking, admitChange, type Served } from './asking.ts';
import { type Found, findNode, serveNode } from './find-node.ts';
import { noNode, unprocessable } from './graphql-error.ts';
import { reactionGroups, reactionNames } from './reaction-groups.ts';

export interface ReactionInput {
  readonly subjectId: string;
  readonly content: string;
}

/** Something that reactions stand on, for somebody who may react to it. */
export interface Reactable {
  readonly reactions: Reaction[];
  readonly content: ReactionContent;
}

/** Finds it, or refuses the mutation of this name. A locked conversation takes no reactions, and keeps those that it has. */
export function findReactable(asking: Asking, { subjectId, content }: ReactionInput, mutation: string): Reactable {
  const { on, need, thread } = reactable(findNode(asking.hosted, subjectId), subjectId);
  admitChange(asking, need, mutation);
  if (isLockedFor(asking.hosted, asking.by, thread))
    throw unprocessable('Unable to create reaction because issue is locked.');
  const known = reactionContents.find((one) => reactionNames[one] === content) ?? '+1';
  return { reactions: on.reactions, content: known };
}

function reactable(found: Found, id: string): { on: { reactions: Reaction[] }; need: Need; thread: Thread } {
  switch (found.kind) {
    case 'thread':
      return { on: found.thread, need: threadNeed(found.thread, 'speak'), thread: found.thread };
    case 'comment':
      return { on: found.comment, need: threadNeed(found.thread, 'speak'), thread: found.thread };
    case 'review-comment':
      return { on: found.comment, need: needs.openPulls, thread: found.thread };
    case 'review':
      // Nobody sees one that is not submitted, and GraphQL has it not.
      if (found.review.submittedAt === null) throw noNode(id);
      return { on: found.review, need: needs.openPulls, thread: found.thread };
    case 'repository':
    case 'commit':
    case 'ref':
      throw noNode(id);
  }
}

/** What both mutations answer. */
export function answerOf(asking: Asking, { subjectId }: ReactionInput, { reactions }: Reactable): Served {
  return {
    reactionGroups: () => reactionGroups(asking, reactions),
    subject: () => serveNode(asking, subjectId),
  };
}
