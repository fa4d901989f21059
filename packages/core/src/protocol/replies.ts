import type { Marker } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { aPolicy, issue12, type ThreadWorld } from '../testing/index.ts';
import type { Comment } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';

/** One thing that the worker said of a request. */
export interface Said {
  readonly thread: Thread;
  readonly marker: Marker;
  readonly comment: Comment;
}

/** Everything that the worker said in the threads that were used, oldest first. */
export function saidIn(
  { conversation, proposals }: ThreadWorld,
  asked: readonly { readonly thread: Thread }[],
): readonly Said[] {
  const pullRequests = proposals.all().map(({ number }) => ({ kind: 'pr', number }) as const);
  const threads = new Map(
    [issue12, ...pullRequests, ...asked.map(({ thread }) => thread)].map((t) => [threadKey(t), t]),
  );
  return [...threads.values()]
    .flatMap((thread) =>
      ownMarkers(conversation.transcript(thread), aPolicy.ownLogin).map((own) => ({ thread, ...own })),
    )
    .sort((a, b) => a.comment.id - b.comment.id);
}
