import { Failure } from '../failure/failure.ts';
import { type Ledger, newLedger } from '../ledger/ledger.ts';
import { OVERLAP_MS } from '../ledger/open-requests.ts';
import type { OwnReply } from '../ledger/settlement.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { texts } from '../reply/texts.ts';
import type { Listed } from '../request/look.ts';
import { normaliseText, type Request } from '../request/request.ts';
import { admit } from '../standing/standing.ts';
import { ALL_BELOW, type Comment, type ThreadFacts } from '../thread/conversation.ts';
import { threadKey } from '../thread/thread.ts';
import { openingText } from '../turn/prompt.ts';
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
      /** Whether no run of the thread has left a ledger. */
      readonly begins: boolean;
      /** The issue's own text, where the run that it started left no trace. */
      readonly opening?: Request;
      /** All comments of the thread, where they were read. */
      readonly listed?: Listed;
    }
  | { readonly kind: 'lost'; readonly status: 'expired' | 'untrusted'; readonly failure: Failure }
  /** People talk to each other here. */
  | { readonly kind: 'unasked' };

/** Decides by the bundle, by how the request may begin, and by what the worker has said in the thread. */
export async function chooseSession(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  found: FoundBundle,
): Promise<Session> {
  const begin = beginAt(order, beginningOf(order, facts));
  switch (found.kind) {
    case 'opened':
      if (order.start === 'anew') return { ...begin, begins: false, ledger: withoutSession(found.contents.ledger) };
      return { kind: 'found', status: 'resumed', begins: false, ...found.contents };
    case 'refused':
      return order.start === 'anew' ? begin : { kind: 'lost', status: 'untrusted', failure: found.failure };
    case 'none':
      return withoutBundle(ports, order, facts, begin);
  }
}

type Found = Extract<Session, { kind: 'found' }>;

/** In a thread that the worker opened itself, everything was said to it. */
const beginningOf = ({ request, policy }: RestoreOrder, { author, createdAt }: ThreadFacts): string =>
  author.login.toLowerCase() === policy.ownLogin.toLowerCase() ? createdAt : request.createdAt;

function beginAt({ thread, sandbox }: RestoreOrder, beganAt: string): Found {
  const ledger = newLedger(threadKey(thread), beganAt, sandbox);
  return { kind: 'found', status: 'fresh', begins: true, ledger, files: [] };
}

function withoutSession(ledger: Ledger): Ledger {
  const { sessionId: _, ...settings } = ledger.settings;
  return { ...ledger, settings };
}

/** A thread without a bundle may have a first session, by what the worker said in it. */
async function withoutBundle(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  begin: Found,
): Promise<Session> {
  if (order.start === 'anew' || (order.start === 'new' && order.attempt === 1)) return begin;
  const newest = await ports.conversation.newestComments(order.thread);
  const replies = ownMarkers(newest, order.policy.ownLogin);
  if (replies.some(tellsOfSession)) return { kind: 'lost', status: 'expired', failure: expired(texts.sessionExpired) };
  if (order.start !== 'continue') return { ...begin, ...allOf(newest) };
  const asked = await firstAsked(ports, order, replies);
  if (asked !== undefined) return { ...beginLate(order, facts, asked), ...allOf(newest) };
  if (!(await mayBeOurs(ports, order))) return { kind: 'unasked' };
  return { kind: 'lost', status: 'expired', failure: expired(texts.sessionNeverBegan) };
}

/** A short thread need not be listed twice. */
function allOf(newest: readonly Comment[]): { readonly listed?: Listed } {
  const [comments, onCode] = [newest.filter(({ place }) => !place), newest.filter(({ place }) => place)];
  return comments.length < ALL_BELOW && onCode.length < ALL_BELOW ? { listed: { comments, onCode } } : {};
}

/** When the worker was first asked here: it left its 👀, or it said that nothing has begun yet. */
async function firstAsked(
  { conversation }: RestorePorts,
  { thread, policy }: RestoreOrder,
  replies: readonly OwnReply[],
): Promise<string | undefined> {
  const told = replies.find(({ marker }) => marker.session === 'none')?.comment.createdAt;
  return (await conversation.acknowledgedAt(thread, policy.ownLogin)) ?? told;
}

/** The run that the thread began with left no trace: this one begins, with all that was asked since. */
function beginLate(order: RestoreOrder, facts: ThreadFacts, asked: string): Found {
  // The 👀 comes a little after what was asked.
  const since = Math.max(Date.parse(facts.createdAt), Date.parse(asked) - OVERLAP_MS);
  const beganAt = Math.min(since, Date.parse(order.request.createdAt));
  const begin = beginAt(order, new Date(beganAt).toISOString());
  const wasOpened = since === Date.parse(facts.createdAt) && order.thread.kind === 'issue';
  return wasOpened ? { ...begin, opening: openingOf(order, facts) } : begin;
}

const openingOf = ({ thread }: RestoreOrder, { title, body, author, createdAt }: ThreadFacts): Request => ({
  id: `issue-${thread.number}`,
  author,
  createdAt,
  text: openingText(normaliseText(title), normaliseText(body)),
});

/** An issue is the worker's when whoever may ask opened it. */
async function mayBeOurs({ people }: RestorePorts, { openedBy, policy }: RestoreOrder): Promise<boolean> {
  return openedBy === undefined || (await admit(people, openedBy, policy)).kind === 'admitted';
}

/** What was answered in another thread tells nothing of a session here, and a refusal of none at all. */
const tellsOfSession = ({ marker: { outcome, from, session } }: OwnReply): boolean =>
  outcome !== 'refused' && from === undefined && session !== 'none';

function expired(what: string): Failure {
  return new Failure('session-expired', {
    what,
    fix: 'Begin anew: open a new issue, or run the workflow by hand with this thread and "new-session".',
  });
}

/** A bundle that does not know an answer of the thread is an old one: going on from it would forget a turn. */
export function olderThanThread(ledger: Ledger, replies: readonly OwnReply[]): Failure | undefined {
  const unknown = replies.find(
    ({ marker, comment }) =>
      marker.outcome === 'answered' &&
      marker.from === undefined &&
      // A steering word that the router answered never was in a ledger.
      marker.session === undefined &&
      Date.parse(comment.createdAt) >= Date.parse(ledger.beganAt) &&
      !ledger.requests.some(({ id }) => id === marker.requestId),
  );
  if (!unknown) return undefined;
  return new Failure('bundle-untrusted', {
    what: `The newest session artifact is older than the thread: it does not know the answer ${unknown.comment.url}.`,
    fix: 'Begin anew: open a new issue, or run the workflow by hand with this thread and "new-session".',
  });
}
