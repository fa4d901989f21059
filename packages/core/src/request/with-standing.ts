import { asItIsOpen, wasSeen } from '../ledger/open-requests.ts';
import { admit, type Person } from '../standing/standing.ts';
import type { LookOrder, View } from './look.ts';
import { baseOf, type Request, type RequestId } from './request.ts';

/** A request that may not be taken up, and why. */
export type Denial =
  /** Somebody without standing changed its text; undefined where nobody tells who. */
  | { readonly kind: 'changed'; readonly request: Request; readonly by: Person | undefined }
  | { readonly kind: 'deleted'; readonly request: Request };

interface Checked {
  readonly asked: readonly Request[];
  readonly denied: readonly Denial[];
}

/** Lets the requests pass whose text is that of somebody with standing. One call tells the editors of all of them. */
export async function withStanding(view: View, requests: readonly Request[]): Promise<Checked> {
  const doubtful = requests.filter((request) => isDoubtful(view, request));
  if (doubtful.length === 0) return { asked: requests, denied: [] };
  const { conversation } = view.ports;
  const editors = await conversation.lastEditors(view.order.thread, doubtful.flatMap(textsOf));
  const denied: Denial[] = [];
  for (const request of doubtful) {
    const by = textsOf(request).map((id) => editors.get(id));
    const stranger = await strangerAmong(view, request, by);
    if (!stranger) continue;
    denied.push({ kind: 'changed', request: { ...request, id: deniedId(view, request) }, by: stranger.by });
  }
  const refused = new Set(denied.map(({ request: { id } }) => baseOf(id)));
  const own = view.order.own?.request.id;
  return {
    asked: requests.filter(({ id }) => !refused.has(baseOf(id))),
    // What a stranger makes of a request that was answered long ago asks for nothing.
    denied: denied.filter(({ request: { id } }) => id === own || id === baseOf(id)),
  };
}

/** Whether a request that is open may have another text than the one that its author, or its event, had standing for. */
function isDoubtful({ order, settled, promised }: View, request: Request): boolean {
  const base = baseOf(request.id);
  const { own, ledger } = order;
  const isOwn = own !== undefined && baseOf(own.request.id) === base;
  // No event holds the comments of a review.
  if (isOwn && request.text === own.authorisedText && !(mayWritersChange(order) && request.notes)) return false;
  const isOlder = Date.parse(request.createdAt) < Date.parse(ledger.beganAt);
  if (!isOwn && isOlder && !promised.has(base)) return false;
  // GitHub's times have whole seconds: words that were changed within the second show no change.
  return asItIsOpen(request, settled.get(base) ?? []) !== undefined;
}

/** GitHub lets everybody who may write change the words of others: mostly, they have standing themselves. */
const mayWritersChange = ({ policy }: LookOrder): boolean => policy.minimumPermission === 'admin';

/** What a request is made of, each with an editor of its own. */
const textsOf = ({ id, notes = [] }: Request): readonly RequestId[] => [
  baseOf(id),
  ...notes.flatMap(({ comment }) => (comment === undefined ? [] : [`review-comment-${comment}` as const])),
];

/** Whoever changed a request and has no standing; `by` is undefined where nobody tells who. */
async function strangerAmong(
  { ports, order }: View,
  request: Request,
  [by, ...ofNotes]: readonly (Person | undefined)[],
): Promise<{ readonly by: Person | undefined } | undefined> {
  const isIssue = request.id.startsWith('issue-');
  // Nobody tells who renamed an issue: that of a stranger has to be asked for again.
  if (isIssue && mayWritersChange(order) && isRenamed(order, request)) return { by: undefined };
  const ofText = isIssue || !by ? [request.author, by ?? request.author] : [by];
  for (const person of [...ofText, ...ofNotes.filter((one) => one !== undefined)]) {
    if ((await admit(ports.people, person, order.policy)).kind !== 'admitted') return { by };
  }
  return undefined;
}

const titleOf = (text: string): string => text.split('\n', 1)[0] ?? '';

const isRenamed = ({ own }: LookOrder, { id, text }: Request): boolean =>
  own?.authorisedText !== undefined &&
  baseOf(own.request.id) === baseOf(id) &&
  titleOf(own.authorisedText) !== titleOf(text);

/** Under which id a request is refused: its own as long as nothing was said to it. */
export function deniedId({ settled }: View, request: Request): RequestId {
  return settled.has(baseOf(request.id)) || wasSeen(request) ? request.id : baseOf(request.id);
}
