import { nodeId, timestamp } from '../hosted.ts';
import type { Reaction } from '../thread.ts';
import type { Asking, Served } from './asking.ts';
import { answerOf, findReactable, type ReactionInput } from './reactable.ts';
import { reactionNames } from './reaction-groups.ts';

/** Reacts to a thread, a comment or a review. The same reaction again changes nothing. */
export async function addReaction(asking: Asking, input: ReactionInput): Promise<Served> {
  const { hosted, by } = asking;
  const found = findReactable(asking, input, 'AddReaction');
  const { reactions, content } = found;
  const given = reactions.find((one) => one.content === content && one.author === by.account.login);
  const reaction = given ?? {
    id: hosted.nextId(),
    content,
    author: by.account.login,
    createdAt: timestamp(hosted.now()),
  };
  if (given === undefined) reactions.push(reaction);
  return { reaction: reactionNode(reaction), ...answerOf(asking, input, found) };
}

/** A reaction that stands, or stood, somewhere. */
export function reactionNode({ id, content, createdAt }: Reaction): Served {
  return { __typename: 'Reaction', id: nodeId('REA', id), content: reactionNames[content], createdAt };
}
