import { nodeId, timestamp } from '../hosted.ts';
import { type Need, needs, threadNeed } from '../permissions.ts';
import { type Reaction, reactionContents } from '../thread.ts';
import { type Asking, admitChange, type Served } from './asking.ts';
import { type Found, findNode, serveNode } from './find-node.ts';
import { noNode } from './graphql-error.ts';
import { reactionGroups, reactionNames } from './reaction-groups.ts';

interface Input {
  readonly subjectId: string;
  readonly content: string;
}

/** Reacts to a thread or to a comment. The same reaction again changes nothing. */
export async function addReaction(asking: Asking, { subjectId, content: name }: Input): Promise<Served> {
  const { hosted, by } = asking;
  const { on, need } = reactable(findNode(hosted, subjectId), subjectId);
  admitChange(asking, need, 'AddReaction');
  const content = reactionContents.find((one) => reactionNames[one] === name) ?? '+1';
  const given = on.reactions.find((one) => one.content === content && one.author === by.account.login);
  const reaction = given ?? {
    id: hosted.nextId(),
    content,
    author: by.account.login,
    createdAt: timestamp(hosted.now()),
  };
  if (given === undefined) on.reactions.push(reaction);
  return {
    reaction: { __typename: 'Reaction', id: nodeId('REA', reaction.id), content: name, createdAt: reaction.createdAt },
    reactionGroups: () => reactionGroups(asking, on.reactions),
    subject: () => serveNode(asking, subjectId),
  };
}

function reactable(found: Found, id: string): { readonly on: { readonly reactions: Reaction[] }; readonly need: Need } {
  switch (found.kind) {
    case 'thread':
      return { on: found.thread, need: threadNeed(found.thread, 'speak') };
    case 'comment':
      return { on: found.comment, need: threadNeed(found.thread, 'speak') };
    case 'review-comment':
      return { on: found.comment, need: needs.openPulls };
    case 'review':
    case 'repository':
    case 'commit':
    case 'ref':
      throw noNode(id);
  }
}
