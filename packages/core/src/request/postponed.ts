import type { OwnReply } from '../ledger/settlement.ts';
import { admit } from '../standing/standing.ts';
import type { View } from './look.ts';
import { baseOf, onceMoreAt, type Request } from './request.ts';

/**
 * Requests that our notices name as still open, and that no list showed: reviews, an issue's opening, what is older. A run
 * by hand has its text in the run alone.
 */
export async function postponed(
  { ports, order, settled }: View,
  replies: readonly OwnReply[],
  found: readonly Request[],
): Promise<readonly Request[]> {
  const known = new Set([...found, ...(order.own ? [order.own.request] : [])].map(({ id }) => baseOf(id)));
  const waiting = replies.filter(
    ({ marker: { requestId: id, outcome } }) =>
      outcome === 'postponed' &&
      !known.has(baseOf(id)) &&
      !id.startsWith('dispatch-') &&
      !settled.get(baseOf(id))?.some((one) => one.id === id),
  );
  const requests: Request[] = [];
  for (const [id, { comment }] of new Map(waiting.map((one) => [one.marker.requestId, one]))) {
    const request = await ports.conversation.request(order.thread, id);
    if (!request || (await admit(ports.people, request.author, order.policy)).kind !== 'admitted') continue;
    requests.push(id === baseOf(id) ? request : { ...request, createdAt: onceMoreAt(id) ?? comment.createdAt });
  }
  return requests;
}
