import { Failure } from '../failure/failure.ts';
import { conclude, leftBehind } from '../reply/conclusion.ts';
import { type ProgressMarker, renderMarker } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { type RunLink, runName } from '../reply/render-reply.ts';
import { texts } from '../reply/texts.ts';
import type { Conversation } from '../thread/conversation.ts';
import { parseThread } from '../thread/thread.ts';
import type { QueuePlace } from './queue-path.ts';
import type { QueuedRequest } from './queued-request.ts';
import { QUEUE_BRANCH } from './request-queue.ts';
import { brokenPath } from './set-aside.ts';

export type Told = { readonly kind: 'told' } | { readonly kind: 'untold'; readonly why: string };

/** Says in the thread, once, that a request is not tried any more. A thread that cannot be told blocks nobody. */
export async function tellOfGivenUp(
  conversation: Conversation,
  { thread: key, request, taken }: QueuedRequest,
  { path }: QueuePlace,
  { run, ownLogin }: { readonly run: RunLink; readonly ownLogin: string },
): Promise<Told> {
  const thread = parseThread(key);
  const comments = await conversation.commentsSince(thread, request.createdAt);
  const told = ownMarkers(comments, ownLogin).some(
    ({ marker }) => marker.requestId === request.id && marker.outcome !== 'postponed',
  );
  if (told) return { kind: 'told' };
  const marker = renderMarker({ requestId: request.id, outcome: 'failed', run: runName(run) });
  const text = texts.queueGaveUp({ tries: taken.length, file: brokenPath(path), branch: QUEUE_BRANCH });
  try {
    await conversation.post(thread, `${text}\n\n<sub>[run](${run.url})</sub>\n\n${marker}`);
    const requests = [request.id];
    // Each of the runs that took it has ended.
    const isOver = ({ run: at }: ProgressMarker): boolean => taken.some((take) => take.run === at);
    const ended = [{ request: request.id, went: 'badly', wentBadly: false }] as const;
    await conclude(conversation, { thread }, { ended, gone: leftBehind(comments, { ownLogin, requests, isOver }) });
    return { kind: 'told' };
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'github-unavailable') throw error;
    return { kind: 'untold', why: `Its thread could not be told: ${error.what}` };
  }
}
