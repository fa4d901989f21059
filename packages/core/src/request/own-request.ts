import type { View } from './look.ts';
import { baseOf, idNumber, type Request } from './request.ts';
import type { Sifted } from './sift.ts';
import { type Denial, deniedId } from './with-standing.ts';

interface Found {
  readonly requests: readonly Request[];
  /** Whoever wrote it took it away. */
  readonly deleted: readonly Denial[];
}

/** Puts the run's own request among those that were found: as it stands now, where it still stands. */
export async function ownRequest(view: View, sifted: readonly Sifted[]): Promise<Found> {
  const requests = sifted.flatMap((one) => one.requests);
  const { own, thread } = view.order;
  if (!own) return { requests, deleted: [] };
  const { request, authorisedText } = own;
  const base = baseOf(request.id);
  const others = requests.filter(({ id }) => id !== base);
  const listed = requests.find(({ id }) => id === base);
  if (listed) return { requests: [asOf(view, request, listed), ...others], deleted: [] };
  if (isInReview(request, others)) return { requests: others, deleted: [] };
  const isRead = authorisedText === undefined || !hasTextOnGitHub(base);
  if (isRead) return { requests: [request, ...others], deleted: [] };
  // Lists of GitHub may lag behind: only the look by its id tells that it is gone.
  const now = await view.ports.conversation.request(thread, base);
  if (now) return { requests: [asOf(view, request, now), ...others], deleted: [] };
  return { requests: others, deleted: [{ kind: 'deleted', request: { ...request, id: deniedId(view, request) } }] };
}

/** The own request with the words that it has now. */
function asOf({ order }: View, request: Request, now: Request): Request {
  const { text, notes, attachments, createdAt } = now;
  const { changedAt = request.edited ? request.createdAt : undefined } = now;
  // An edit that comes before its request was taken has the place of that, unless it was seen long ago.
  const isNew = request.edited !== undefined && Date.parse(createdAt) >= Date.parse(order.since);
  return {
    ...request,
    ...(isNew ? { createdAt } : {}),
    text,
    ...(attachments ? { attachments } : {}),
    ...(notes ? { notes } : {}),
    ...(changedAt === undefined ? {} : { changedAt }),
  };
}

/** An edited comment on code may be taken up with its review. */
const isInReview = ({ id, edited, place }: Request, others: readonly Request[]): boolean =>
  edited !== undefined &&
  place !== undefined &&
  others.some(({ notes = [] }) => notes.some(({ comment }) => comment === idNumber(id)));

/** An issue's text is read with its facts; a run by hand has none. */
const hasTextOnGitHub = (base: string): boolean => !base.startsWith('issue-') && !base.startsWith('dispatch-');
