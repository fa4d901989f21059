import { Stopped, type ThreadWorld } from '../testing/index.ts';
import type { Comment } from '../thread/conversation.ts';

/** How one run sees GitHub. */
export interface View {
  /** Lists do not show what is younger. */
  readonly lateSeconds: number;
  /** The answer to this post, counted from 1, is lost after it took effect. */
  readonly losesPost: number | undefined;
  /** Told when a call of the publishing job failed. */
  readonly loses: () => void;
  /** What people wrote, and the run did not see. */
  readonly hides: (comment: Comment) => void;
}

/** The world as one run sees it: GitHub's lists are eventually consistent, and its answers can be lost. */
export function lateWorld(world: ThreadWorld, { lateSeconds, losesPost, loses, hides }: View): ThreadWorld {
  const { clock, conversation, artifacts } = world;
  const isShown = ({ createdAt }: { readonly createdAt: string }): boolean =>
    lateSeconds === 0 || Date.parse(createdAt) < clock.now().getTime() - lateSeconds * 1000;
  const shown = (comments: readonly Comment[]): readonly Comment[] => {
    for (const comment of comments) if (!isShown(comment)) hides(comment);
    return comments.filter(isShown);
  };
  let posts = 0;
  return {
    ...world,
    proposals: {
      ...world.proposals,
      open: async (order) => {
        // GitHub refuses it, and the run is red.
        if (!world.repository.branches().includes(order.branch)) {
          loses();
          // What is posted from now on is the notifier's.
          posts = Number.POSITIVE_INFINITY;
          throw new Stopped('the branch is gone');
        }
        return world.proposals.open(order);
      },
    },
    conversation: {
      ...conversation,
      commentsSince: async (thread, since) => shown(await conversation.commentsSince(thread, since)),
      newestComments: async (thread) => shown(await conversation.newestComments(thread)),
      post: async (thread, body) => {
        const posted = await conversation.post(thread, body);
        posts += 1;
        if (posts !== losesPost) return posted;
        loses();
        clock.advance(20);
        throw new Stopped('the answer was lost');
      },
    },
    artifacts: {
      ...artifacts,
      store: { ...artifacts.store, list: async (name) => (await artifacts.store.list(name)).filter(isShown) },
    },
  };
}
