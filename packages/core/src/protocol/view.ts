import { Failure } from '../failure/failure.ts';
import { Stopped, type ThreadWorld } from '../testing/index.ts';
import type { Comment } from '../thread/conversation.ts';
import type { Play, Run } from './play.ts';
import type { Trouble } from './trouble.ts';

/** The world as one run sees it: GitHub's lists are eventually consistent, its calls can fail, its answers can be lost. */
export function viewOf(all: Play, run: Run, trouble: Trouble, onLost: () => void): ThreadWorld {
  return failing(losing(late(noting(all, run), trouble, all), trouble, onLost), trouble);
}

type View = ThreadWorld;

/** Keeps what was uploaded, for somebody to put it back. */
function noting({ world, uploads }: Play, { runId, kept, attempt }: Run): View {
  const { artifacts } = world;
  return {
    ...world,
    artifacts: {
      ...artifacts,
      run: (id) => {
        const own = artifacts.run(id);
        return {
          ...own,
          upload: async (name, files, days) => {
            uploads.push({ name, runId, files });
            if (name.startsWith('codex-worker-session-')) kept.add(attempt);
            return own.upload(name, files, days);
          },
        };
      },
    },
  };
}

function late(world: View, { lateSeconds }: Trouble, { hidden }: Play): View {
  if (lateSeconds === 0) return world;
  const { clock, conversation, artifacts } = world;
  const isShown = ({ createdAt }: { readonly createdAt: string }): boolean =>
    Date.parse(createdAt) < clock.now().getTime() - lateSeconds * 1000;
  const shown = (comments: readonly Comment[]): readonly Comment[] => {
    for (const comment of comments) if (!isShown(comment)) hidden.add(`comment-${comment.id}`);
    return comments.filter(isShown);
  };
  return {
    ...world,
    conversation: {
      ...conversation,
      commentsSince: async (thread, since) => shown(await conversation.commentsSince(thread, since)),
      newestComments: async (thread) => shown(await conversation.newestComments(thread)),
    },
    artifacts: {
      ...artifacts,
      store: { ...artifacts.store, list: async (name) => (await artifacts.store.list(name)).filter(isShown) },
    },
  };
}

/** The machine is lost with the answer to a post, which took effect. */
function losing(world: View, { breaksAfter }: Trouble, onLost: () => void): View {
  const losesPost = breaksAfter === 'first-reply' ? 1 : breaksAfter === 'second-reply' ? 2 : 0;
  if (losesPost === 0) return world;
  const { clock, conversation } = world;
  let posts = 0;
  return {
    ...world,
    conversation: {
      ...conversation,
      post: async (...args) => {
        const posted = await conversation.post(...args);
        posts += 1;
        if (posts !== losesPost) return posted;
        clock.advance(20);
        onLost();
        throw new Stopped('the answer was lost');
      },
    },
  };
}

/** One call fails, after it was tried again as often as it may be. */
function failing(world: View, { fails }: Trouble): View {
  const { clock, conversation, artifacts, proposals, repository } = world;
  let calls = 0;
  const made =
    <A extends unknown[], T>(call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      const breaks = calls === fails?.call;
      calls += 1;
      if (!breaks) return call(...args);
      clock.advance(20);
      if (fails.effect === 'taken') await call(...args);
      throw new Failure('github-unavailable', { what: 'GitHub answered 502.', fix: 'Re-run the failed jobs.' });
    };
  const { store } = artifacts;
  return {
    ...world,
    conversation: {
      ...conversation,
      facts: made(conversation.facts),
      commentsSince: made(conversation.commentsSince),
      newestComments: made(conversation.newestComments),
      acknowledgedAt: made(conversation.acknowledgedAt),
      request: made(conversation.request),
      lastEditors: made(conversation.lastEditors),
      post: made(conversation.post),
      removeComment: made(conversation.removeComment),
      conclude: made(conversation.conclude),
      permissionOf: made(conversation.permissionOf),
    },
    artifacts: {
      ...artifacts,
      store: { ...store, list: made(store.list), download: made(store.download), remove: made(store.remove) },
      run: (id) => {
        const own = artifacts.run(id);
        return { ...own, upload: made(own.upload), downloadByName: made(own.downloadByName) };
      },
    },
    proposals: {
      ...proposals,
      findByHead: made(proposals.findByHead),
      branchesStartingWith: made(proposals.branchesStartingWith),
      open: made(async (order) => {
        // GitHub refuses it where somebody deleted the branch since, and the run is red.
        if (repository.branches().includes(order.branch)) return proposals.open(order);
        throw new Failure('github-unavailable', { what: 'GitHub answered 422.', fix: 'Re-run the failed jobs.' });
      }),
    },
    repository: { ...repository, publisher: { ...repository.publisher, push: made(repository.publisher.push) } },
  };
}
