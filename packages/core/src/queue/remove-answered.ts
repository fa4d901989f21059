import type { Marker } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { baseOf, type RequestId } from '../request/request.ts';
import type { Comment, Conversation } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import { parseQueuePath, type QueuePlace } from './queue-path.ts';
import type { RequestQueue } from './request-queue.ts';

export interface RemoveOrder {
  readonly thread: Thread;
  /** The files that the thread's run took. */
  readonly paths: readonly string[];
  /** The run looked, and found that nothing of this was open any more. */
  readonly nothingOpen: boolean;
  readonly ownLogin: string;
}

export interface Removed {
  readonly removed: readonly string[];
  /** What has no reply in the thread stays, and is taken by the next drain. */
  readonly kept: readonly string[];
}

/** Removes the files whose requests have their reply in the thread, and no others. */
export async function removeAnswered(
  { queue, conversation }: { readonly queue: RequestQueue; readonly conversation: Conversation },
  { thread, paths, nothingOpen, ownLogin }: RemoveOrder,
): Promise<Removed> {
  const places = paths.map(parseQueuePath).filter((place) => place !== undefined);
  const markers = nothingOpen ? [] : await markersOf(conversation, thread, places, ownLogin);
  const isDone = ({ requestId }: QueuePlace): boolean =>
    nothingOpen || markers.some((marker) => isReplyTo(marker, requestId));
  const removed = places.filter(isDone).map(({ path }) => path);
  if (removed.length > 0) {
    await queue.change(
      removed.map((path) => ({ kind: 'remove', path })),
      `Remove ${removed.length === 1 ? 'an answered request' : `${removed.length} answered requests`}`,
    );
  }
  return { removed, kept: paths.filter((path) => !removed.includes(path)) };
}

async function markersOf(
  conversation: Conversation,
  thread: Thread,
  places: readonly QueuePlace[],
  ownLogin: string,
): Promise<readonly Marker[]> {
  const since = places.map(({ createdAt }) => createdAt).sort()[0];
  if (since === undefined) return [];
  const onCode = places.some(({ requestId }) => requestId.startsWith('review-comment-'));
  const lists: readonly (readonly Comment[])[] = [
    await conversation.commentsSince(thread, since),
    onCode ? await conversation.reviewCommentsSince(thread, since) : [],
  ];
  return ownMarkers(lists.flat(), ownLogin).map(({ marker }) => marker);
}

/** An edit that came before its request was taken up is answered with it: the reply tells the text that it answers. */
function isReplyTo({ requestId, outcome, from, textDigest }: Marker, asked: RequestId): boolean {
  if (outcome === 'postponed' || from !== undefined) return false;
  return requestId === asked || (textDigest !== undefined && asked === `${baseOf(requestId)}.${textDigest}`);
}
