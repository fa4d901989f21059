import { Failure } from '../failure/failure.ts';
import { type Ledger, newLedger } from '../ledger/ledger.ts';
import type { Marker } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { texts } from '../reply/texts.ts';
import { admit } from '../standing/standing.ts';
import { threadKey } from '../thread/thread.ts';
import type { ArchivedFile } from './archive.ts';
import type { FoundBundle } from './find-bundle.ts';
import type { RestoreOrder, RestorePorts } from './restore-order.ts';

/** The session that the run goes on with, or why there is none. */
export type Session =
  | {
      readonly kind: 'found';
      readonly status: 'fresh' | 'resumed';
      readonly ledger: Ledger;
      readonly files: readonly ArchivedFile[];
    }
  | { readonly kind: 'lost'; readonly status: 'expired' | 'untrusted'; readonly failure: Failure }
  /** People talk to each other here. */
  | { readonly kind: 'unasked' };

/** Decides by the bundle, by how the request may begin, and by what the worker has said in the thread. */
export async function chooseSession(ports: RestorePorts, order: RestoreOrder, found: FoundBundle): Promise<Session> {
  const fresh = newLedger(threadKey(order.thread), order.request.createdAt, order.sandbox);
  const begin: Session = { kind: 'found', status: 'fresh', ledger: fresh, files: [] };
  switch (found.kind) {
    case 'opened':
      if (order.start === 'anew') return { ...begin, ledger: withoutSession(found.contents.ledger) };
      return { kind: 'found', status: 'resumed', ...found.contents };
    case 'refused':
      return order.start === 'anew' ? begin : { kind: 'lost', status: 'untrusted', failure: found.failure };
    case 'none':
      return withoutBundle(ports, order, begin);
  }
}

function withoutSession(ledger: Ledger): Ledger {
  const { sessionId: _, ...settings } = ledger.settings;
  return { ...ledger, settings };
}

/** A thread without a bundle may have a first session, by what the worker said in it. */
async function withoutBundle(ports: RestorePorts, order: RestoreOrder, begin: Session): Promise<Session> {
  if (order.start === 'anew' || (order.start === 'new' && order.attempt === 1)) return begin;
  const comments = await ports.conversation.newestComments(order.thread);
  const markers = ownMarkers(comments, order.policy.ownLogin).map(({ marker }) => marker);
  if (markers.some(tellsOfSession)) return { kind: 'lost', status: 'expired', failure: expired(texts.sessionExpired) };
  // Whoever was told that nothing has begun yet was also told to reply.
  if (order.start !== 'continue' || markers.some(({ session }) => session === 'none')) return begin;
  if (!(await isOurs(ports, order))) return { kind: 'unasked' };
  return { kind: 'lost', status: 'expired', failure: expired(texts.sessionNeverBegan) };
}

/** An issue is the worker's when whoever may ask opened it, or when the worker was asked there. */
async function isOurs(
  { conversation, people }: RestorePorts,
  { thread, openedBy, policy }: RestoreOrder,
): Promise<boolean> {
  if (openedBy === undefined || (await admit(people, openedBy, policy)).kind === 'admitted') return true;
  return (await conversation.acknowledgedAt(thread, policy.ownLogin)) !== undefined;
}

/** What was answered in another thread tells nothing of a session here, and a refusal of none at all. */
const tellsOfSession = ({ outcome, from, session }: Marker): boolean =>
  outcome !== 'refused' && from === undefined && session !== 'none';

function expired(what: string): Failure {
  return new Failure('session-expired', {
    what,
    fix: 'Begin anew: open a new issue, or run the workflow by hand with this thread and "new-session".',
  });
}

/** Our own comments' markers, with the comments. */
export type Replies = ReturnType<typeof ownMarkers>;

/** A bundle that does not know an answer of the thread is an old one: going on from it would forget a turn. */
export function olderThanThread(ledger: Ledger, replies: Replies): Failure | undefined {
  const unknown = replies.find(
    ({ marker, comment }) =>
      marker.outcome === 'answered' &&
      marker.from === undefined &&
      Date.parse(comment.createdAt) >= Date.parse(ledger.beganAt) &&
      !ledger.requests.some(({ id }) => id === marker.requestId),
  );
  if (!unknown) return undefined;
  return new Failure('bundle-untrusted', {
    what: `The newest session artifact is older than the thread: it does not know the answer ${unknown.comment.url}.`,
    fix: 'Begin anew: open a new issue, or run the workflow by hand with this thread and "new-session".',
  });
}
