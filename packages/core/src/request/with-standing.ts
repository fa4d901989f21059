import { asItIsOpen, wasSeen } from '../ledger/open-requests.ts';
import { admit, type Person } from '../standing/standing.ts';
import type { View } from './look.ts';
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
  const editors = await conversation.lastEditors(
    view.order.thread,
    doubtful.map(({ id }) => baseOf(id)),
  );
  const denied: Denial[] = [];
  for (const request of doubtful) {
    const by = editors.get(baseOf(request.id));
    if (await mayChange(view, request, by)) continue;
    denied.push({ kind: 'changed', request: { ...request, id: deniedId(view, request) }, by });
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
  if (isOwn && request.text === own.authorisedText) return false;
  const isOlder = Date.parse(request.createdAt) < Date.parse(ledger.beganAt);
  if (!isOwn && isOlder && !promised.has(base)) return false;
  // GitHub's times have whole seconds: words that were changed within the second show no change.
  return asItIsOpen(request, settled.get(base) ?? []) !== undefined;
}

/** Nobody tells who renamed an issue: that of a stranger has to be asked for again. */
async function mayChange({ ports, order }: View, request: Request, by: Person | undefined): Promise<boolean> {
  const isIssue = request.id.startsWith('issue-');
  const people = isIssue || !by ? [request.author, by ?? request.author] : [by];
  for (const person of people) {
    if ((await admit(ports.people, person, order.policy)).kind !== 'admitted') return false;
  }
  return true;
}

/** Under which id a request is refused: its own as long as nothing was said to it. */
export function deniedId({ settled }: View, request: Request): RequestId {
  return settled.has(baseOf(request.id)) || wasSeen(request) ? request.id : baseOf(request.id);
}
