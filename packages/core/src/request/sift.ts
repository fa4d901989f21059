import { asks } from '../route/trigger.ts';
import { admit, sameLogin } from '../standing/standing.ts';
import type { Comment } from '../thread/conversation.ts';
import type { View } from './look.ts';
import { type BaseId, baseOf, normaliseText, type Request } from './request.ts';

/** Comments told apart: those that ask somebody with standing wrote. */
export interface Sifted {
  readonly requests: readonly Request[];
  readonly context: readonly Comment[];
}

/** Tells the comments that ask for something from the others. What we wrote is neither. */
export async function sift(view: View, comments: readonly Comment[]): Promise<Sifted> {
  const requests: Request[] = [];
  const context: Comment[] = [];
  for (const comment of comments) {
    if (isOurs(view, comment)) continue;
    const request = toRequest(comment);
    if (await counts(view, request)) requests.push(request);
    else if (!view.settled.has(request.id)) context.push(comment);
  }
  return { requests, context };
}

/** A comment as what it may ask. */
export function toRequest({
  id,
  author,
  createdAt,
  updatedAt,
  body,
  place,
  attachments,
}: Comment): Request & { readonly id: BaseId } {
  return {
    id: place ? `review-comment-${id}` : `comment-${id}`,
    author,
    createdAt,
    text: normaliseText(body),
    ...(updatedAt === createdAt ? {} : { changedAt: updatedAt }),
    ...(place ? { place } : {}),
    ...(attachments ? { attachments } : {}),
  };
}

export const isOurs = ({ order }: View, { author }: Comment): boolean => sameLogin(author.login, order.policy.ownLogin);

/** Whether something is a request: the run's own always, anything else by its words and its author. */
export async function counts(view: View, request: Request): Promise<boolean> {
  const { ports, order } = view;
  if (order.own && baseOf(order.own.request.id) === baseOf(request.id)) return true;
  if (!asks(request.text, order.trigger)) return false;
  return (await admit(ports.people, request.author, order.policy)).kind === 'admitted';
}
