import { Failure } from '../failure/failure.ts';
import type { OwnReply } from '../ledger/settlement.ts';
import { type OutboxReply, requestsOfReply } from '../outbox/outbox.ts';
import { type BaseId, baseOf, type RequestId } from '../request/request.ts';
import { sameLogin } from '../standing/standing.ts';
import type { Comment, Conclusion, Conversation, Ending } from '../thread/conversation.ts';
import type { Thread } from '../thread/thread.ts';
import { type ProgressMarker, readProgressMarker, readQueuedMarker } from './marker.ts';

/** How requests ended, by their replies. `before` is what stood in the thread when none of these was posted. */
export function endingsOf(replies: readonly OutboxReply[], before: readonly OwnReply[]): readonly Ending[] {
  const badly = new Set(before.filter(isBad).map(({ marker }) => baseOf(marker.requestId)));
  const ends = new Map<BaseId, Ending>();
  for (const reply of replies) {
    for (const request of requestsOfReply(reply).map(baseOf)) {
      const went = reply.outcome === 'answered' ? 'well' : 'badly';
      ends.set(request, { request, went, wentBadly: badly.has(request) });
    }
  }
  return [...ends.values()];
}

/** Whether a reply left 😕: what is only postponed keeps its 👀. */
const isBad = ({ marker: { outcome } }: OwnReply): boolean => outcome !== 'answered' && outcome !== 'postponed';

export interface LeftBehind {
  readonly ownLogin: string;
  /** What waits no longer. */
  readonly requests: readonly RequestId[];
  /** Whose progress nobody needs to see any more. */
  readonly isOver: (progress: ProgressMarker) => boolean;
}

/** Our own comments that have had their time: how many runs are ahead of what waits no longer, how far a turn is that is over. */
export function leftBehind(
  comments: readonly Comment[],
  { ownLogin, requests, isOver }: LeftBehind,
): readonly number[] {
  const over = new Set(requests.map(baseOf));
  const ours = comments.filter(({ author, place }) => sameLogin(author.login, ownLogin) && place === undefined);
  const hasHadItsTime = ({ body }: Comment): boolean => {
    const queued = readQueuedMarker(body);
    const progress = readProgressMarker(body);
    return (queued !== undefined && over.has(baseOf(queued.requestId))) || (progress !== undefined && isOver(progress));
  };
  return ours.filter(hasHadItsTime).map(({ id }) => id);
}

/** Does it, if there is anything to do. It never fails a run: what did not go well is told in the log. */
export async function conclude(
  conversation: Pick<Conversation, 'conclude'>,
  { thread, warn }: { readonly thread: Thread; readonly warn?: ((text: string) => void) | undefined },
  conclusion: Conclusion,
): Promise<void> {
  if (conclusion.ended.length === 0 && conclusion.gone.length === 0) return;
  try {
    const refused = await conversation.conclude(thread, conclusion);
    if (refused.length > 0) warn?.(`Not all signs of what is over could be changed. GitHub said: ${refused.join(' ')}`);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    warn?.(`The signs of what is over stand as they were. ${error.message}`);
  }
}
