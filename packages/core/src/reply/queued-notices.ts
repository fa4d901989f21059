import { Failure } from '../failure/failure.ts';
import { baseOf, type RequestId } from '../request/request.ts';
import { sameLogin } from '../standing/standing.ts';
import type { Comment, Conversation } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import { readQueuedMarker } from './marker.ts';

export interface QueuedOrder {
  readonly thread: Thread;
  /** What waits no longer. */
  readonly requests: readonly RequestId[];
  readonly ownLogin: string;
  readonly warn?: (text: string) => void;
}

/** Takes away our own comments that say how many runs are ahead of requests that wait no longer. It never fails a run. */
export async function removeQueuedNotices(
  conversation: Pick<Conversation, 'removeComment'>,
  { thread, requests, ownLogin, warn }: QueuedOrder,
  comments: readonly Comment[],
): Promise<void> {
  const over = new Set(requests.map(baseOf));
  const ours = comments.filter(({ author }) => sameLogin(author.login, ownLogin));
  for (const { id, body } of ours) {
    const queued = readQueuedMarker(body);
    if (!queued || !over.has(baseOf(queued.requestId))) continue;
    try {
      await conversation.removeComment(thread, id);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      warn?.(`The comment that says that ${queued.requestId} waits is still there. ${error.message}`);
    }
  }
}
