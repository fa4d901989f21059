import { reactionNode } from './add-reaction.ts';
import type { Asking, Served } from './asking.ts';
import { noNode } from './graphql-error.ts';
import { answerOf, findReactable, type ReactionInput } from './reactable.ts';

/** Takes away the reaction of who asks, never anybody else's. One that is not there cannot be resolved. */
export async function removeReaction(asking: Asking, input: ReactionInput): Promise<Served> {
  const found = findReactable(asking, input, 'RemoveReaction');
  const { reactions, content } = found;
  const at = reactions.findIndex((one) => one.content === content && one.author === asking.by.account.login);
  const [reaction] = at < 0 ? [] : reactions.splice(at, 1);
  if (reaction === undefined) throw noNode(input.subjectId);
  return { reaction: reactionNode(reaction), ...answerOf(asking, input, found) };
}
