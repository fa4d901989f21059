import type { Comment } from '../thread/conversation.ts';
import type { View } from './look.ts';
import { baseOf, type Request } from './request.ts';
import { counts, isOurs, type Sifted, toRequest } from './sift.ts';

/**
 * Tells the comments on code apart. A review with a text, or with two comments or more, is one request; a single comment
 * is a request of its own, although GitHub makes a review of that too.
 */
export async function siftReviews(view: View, onCode: readonly Comment[]): Promise<Sifted> {
  const theirs = onCode.filter((comment) => !isOurs(view, comment));
  const reviews = Map.groupBy(theirs, ({ id, review }) => review ?? `comment ${id}`);
  const sifted: Sifted[] = [];
  for (const [review, comments] of reviews) sifted.push(await siftReview(view, review, comments));
  return { requests: sifted.flatMap(({ requests }) => requests), context: sifted.flatMap(({ context }) => context) };
}

async function siftReview(view: View, review: number | string, comments: readonly Comment[]): Promise<Sifted> {
  const singles = comments.map(toRequest);
  const own = ownOf(view);
  // Its event was read with all of the review, and what was settled once needs no other look.
  const known = singles.filter(({ id }) => (id === own && !isEdited(view)) || view.settled.has(id));
  if (known.length > 0) return { requests: known, context: [] };
  const isSettled = typeof review === 'number' && view.settled.has(`review-${review}`);
  if (isSettled) return { requests: singles.filter(({ id }) => id === own), context: [] };
  if (typeof review === 'number' && own === `review-${review}`) return nothing;
  const asking = [];
  for (const single of singles) if (await counts(view, single)) asking.push(single);
  if (asking.length === 0) return { requests: [], context: comments };
  const whole =
    typeof review === 'number'
      ? await view.ports.conversation.request(view.order.thread, `review-${review}`)
      : undefined;
  return { requests: whole && isOneRequest(whole) ? [whole] : asking.map(askedWith(whole)), context: [] };
}

/** GitHub tells when a comment was drafted. It is asked when its review is submitted, which is no edit. */
const askedWith =
  (review: Request | undefined) =>
  (single: Request): Request =>
    review && Date.parse(review.createdAt) > Date.parse(single.createdAt)
      ? { ...single, createdAt: review.createdAt }
      : single;

const nothing: Sifted = { requests: [], context: [] };

const ownOf = ({ order: { own } }: View) => (own ? baseOf(own.request.id) : undefined);

const isEdited = ({ order: { own } }: View): boolean => own?.request.edited !== undefined;

/** Whether a review is asked as a whole. */
const isOneRequest = ({ text, notes = [] }: Pick<Request, 'text' | 'notes'>): boolean =>
  text.trim() !== '' || notes.length > 1;
