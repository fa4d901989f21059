import { type Reaction, type ReactionContent, reactionContents } from '../thread.ts';
import { userNode } from './actor-node.ts';
import type { Asking, Served } from './asking.ts';
import { connection } from './connection.ts';

/** GraphQL's names of the reactions. */
export const reactionNames: Readonly<Record<ReactionContent, string>> = {
  '+1': 'THUMBS_UP',
  '-1': 'THUMBS_DOWN',
  laugh: 'LAUGH',
  confused: 'CONFUSED',
  heart: 'HEART',
  hooray: 'HOORAY',
  rocket: 'ROCKET',
  eyes: 'EYES',
};

/** The reactions to something, by kind; also those that nobody gave. */
export function reactionGroups(asking: Asking, reactions: readonly Reaction[]): readonly Served[] {
  return reactionContents.map((content) => {
    const same = reactions.filter((one) => one.content === content);
    return {
      content: reactionNames[content],
      createdAt: same[0]?.createdAt ?? null,
      viewerHasReacted: same.some(({ author }) => author === asking.by.account.login),
      reactors: connection('reactors', same, ({ author }) => userNode(asking, author)),
      users: connection('users', same, ({ author }) => userNode(asking, author)),
    };
  });
}
