import { readQueuedMarker } from '../reply/marker.ts';
import type { Comment } from '../thread/conversation.ts';
import type { View } from './look.ts';
import { baseOf, type Request } from './request.ts';
import { isOurs } from './sift.ts';

/**
 * Where turns are limited, the router promises each in a comment that names who asked. Then nothing is taken up that it has
 * not let pass: what was asked just now has a run of its own, which asks the router first.
 */
export function mayTakeTurn(view: View, comments: readonly Comment[]): (request: Request) => boolean {
  const promises = comments
    .filter((comment) => isOurs(view, comment))
    .flatMap(({ body }) => readQueuedMarker(body) ?? []);
  if (!promises.some(({ by }) => by !== undefined)) return () => true;
  const { own } = view.order;
  const passed = new Set([
    ...promises.map(({ requestId }) => baseOf(requestId)),
    ...(own ? [baseOf(own.request.id)] : []),
    // A run that was stopped has said that it is open still.
    ...view.promised,
  ]);
  return ({ id }) => passed.has(baseOf(id));
}
