import type { Marker } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { baseOf, type RequestId } from '../request/request.ts';
import type { Comment, Conversation } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import { MOST_TRIES } from './next-in-queue.ts';
import { parseQueuePath, type QueuePlace } from './queue-path.ts';
import { parseQueuedRequest } from './queued-request.ts';
import type { RequestQueue } from './request-queue.ts';
import { type SetAside, setAside } from './set-aside.ts';

export interface RemoveOrder {
  readonly thread: Thread;
  /** The files that the thread's run took. */
  readonly paths: readonly string[];
  /** The run found that the first of these was not open any more. */
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
  // The request that a run was started for has its reply; of those behind it that run knows nothing.
  const isDone = ({ path }: QueuePlace): boolean => nothingOpen && path === paths[0];
  const doubtful = places.filter((place) => !isDone(place));
  const markers = await markersOf(conversation, thread, doubtful, ownLogin);
  const repliesTo = ({ requestId }: QueuePlace) => markers.filter((marker) => isReplyTo(marker, requestId));
  const done = places.filter((place) => isDone(place) || repliesTo(place).length > 0);
  const failed = done.filter((place) => repliesTo(place).at(-1)?.outcome === 'failed');
  const removed = done.map(({ path }) => path);
  if (removed.length > 0) {
    const aside = await givenUp(queue, failed);
    const others = removed.filter((path) => !aside.some(({ file }) => file.path === path));
    await queue.change(
      [...others.map((path) => ({ kind: 'remove', path }) as const), ...aside.flatMap(setAside)],
      `Remove ${removed.length === 1 ? 'an answered request' : `${removed.length} answered requests`}`,
    );
  }
  return { removed, kept: paths.filter((path) => !removed.includes(path)) };
}

/** A request that no run could answer is kept to be looked at. One that failed by a word of Codex is not tried again. */
async function givenUp(queue: RequestQueue, failed: readonly QueuePlace[]): Promise<readonly SetAside[]> {
  if (failed.length === 0) return [];
  const paths = failed.map(({ path }) => path);
  const aside: SetAside[] = [];
  for (const file of (await queue.waiting()).filter(({ path }) => paths.includes(path))) {
    const parsed = parseQueuedRequest(await queue.contents(file));
    const tries = parsed.kind === 'request' ? parsed.queued.taken.length : 0;
    if (tries >= MOST_TRIES)
      aside.push({ file, reason: `${tries} runs took it and gave no answer, as its thread was told.` });
  }
  return aside;
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
