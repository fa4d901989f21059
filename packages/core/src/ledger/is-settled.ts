import { type Marker, settles } from '../reply/marker.ts';
import { baseOf, onceMoreAt, type Request, shortDigest } from '../request/request.ts';
import { type OwnReply, reopened } from './settlement.ts';

/** Whether the request of a run has its reply already: the run before it may have given it. */
export function isSettled(
  replies: readonly OwnReply[],
  { request, attempt }: { readonly request: Pick<Request, 'id' | 'text'>; readonly attempt: number },
): boolean {
  const again = reopened(replies);
  const isAskedAgain = ({ requestId }: Marker): boolean =>
    again.has(requestId) || (attempt > 1 && requestId === request.id);
  return replies.some(
    (reply) =>
      reply.marker.from === undefined &&
      settles(reply.marker, isAskedAgain(reply.marker) ? reply.marker.requestId : undefined) &&
      covers(reply, request),
  );
}

/** An edit, or a label put on again, that came before its request was taken is answered with that. */
function covers({ marker, comment }: OwnReply, { id, text }: Pick<Request, 'id' | 'text'>): boolean {
  if (marker.requestId === id) return true;
  if (marker.requestId !== baseOf(id)) return false;
  const again = onceMoreAt(id);
  return again === undefined
    ? marker.textDigest === shortDigest(text)
    : Date.parse(comment.createdAt) >= Date.parse(again);
}
