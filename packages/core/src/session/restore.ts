import type { Ledger } from '../ledger/ledger.ts';
import { cursor, openRequests, unpublished } from '../ledger/open-requests.ts';
import { settles } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { requestsAmong } from '../request/requests-among.ts';
import type { Comment, ThreadFacts } from '../thread/conversation.ts';
import type { ArchivedFile } from './archive.ts';
import { chooseSession, olderThanThread, type Replies, type Session } from './choose-session.ts';
import { findBundle } from './find-bundle.ts';
import { lostThread } from './lost-thread.ts';
import { moveOf, sortOut } from './moved-thread.ts';
import { placeWorkspace } from './place-workspace.ts';
import type { RestoreOrder, RestorePorts } from './restore-order.ts';
import { idleThread, restThread, type ThreadState } from './thread-state.ts';

export interface Restored {
  readonly state: ThreadState;
  /** Codex's files, to be put under `CODEX_HOME`. */
  readonly files: readonly ArchivedFile[];
}

/** Finds the session, the ledger and what is open, and puts the workspace on the thread's branch as it is now. */
export async function restoreThread(ports: RestorePorts, order: RestoreOrder): Promise<Restored> {
  const sinceRequest = await ports.conversation.commentsSince(order.thread, order.request.createdAt);
  if (isSettled(sinceRequest, order)) return { state: restThread(order, 'settled'), files: [] };
  const facts = await ports.conversation.facts(order.thread);
  const found = await findBundle(ports.artifacts, order);
  const session = await chooseSession(ports, order, found);
  switch (session.kind) {
    case 'lost':
      return { state: await lostThread(ports, order, facts, session), files: [] };
    case 'unasked':
      return { state: restThread(order, 'unasked'), files: [] };
    case 'found':
      return resume(ports, order, facts, { ...session, sinceRequest });
  }
}

/** A run that waited finds its request answered by the run before it: then one call is enough to know. */
function isSettled(comments: readonly Comment[], { request, attempt, policy }: RestoreOrder): boolean {
  const askedAgain = attempt > 1 ? request.id : undefined;
  return ownMarkers(comments, policy.ownLogin).some(
    ({ marker }) => marker.requestId === request.id && marker.from === undefined && settles(marker, askedAgain),
  );
}

async function resume(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  { status, ledger, files, sinceRequest }: Extract<Session, { kind: 'found' }> & { sinceRequest: readonly Comment[] },
): Promise<Restored> {
  const since = cursor(ledger);
  // A thread that begins with this request has nothing older to look at.
  const begins = ledger.requests.length === 0 && Date.parse(since) >= Date.parse(order.request.createdAt);
  const comments = begins ? sinceRequest : await ports.conversation.commentsSince(order.thread, since);
  const replies = ownMarkers(comments, order.policy.ownLogin);
  // The run that opens a thread may come late: then another one answered first, and its session may be gone since.
  const others = replies.filter(({ marker }) => marker.requestId !== order.request.id);
  const behind =
    status === 'resumed' ? olderThanThread(ledger, replies) : order.start === 'new' && olderThanThread(ledger, others);
  if (behind) {
    return {
      state: await lostThread(ports, order, facts, { kind: 'lost', status: 'untrusted', failure: behind }),
      files: [],
    };
  }
  return { state: await takeUp(ports, order, facts, { status, ledger, comments, replies }), files };
}

interface TakenUp {
  readonly status: 'fresh' | 'resumed';
  readonly ledger: Ledger;
  readonly comments: readonly Comment[];
  readonly replies: Replies;
}

async function takeUp(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  { status, ledger, comments, replies }: TakenUp,
): Promise<ThreadState> {
  const markers = replies.map(({ marker }) => marker);
  const askedAgain = order.attempt > 1 ? order.request.id : undefined;
  const final = markers.filter((marker) => settles(marker, askedAgain)).map(({ requestId }) => requestId);
  const open = openRequests(ledger, {
    asked: [order.request, ...(await requestsAmong(ports.people, comments, order.policy))],
    repliedTo: new Set(final),
    ofThisRun: order.request.id,
    askedAgain,
  });
  const pending = unpublished(ledger, markers);
  const sorted = sortOut(order, facts, open, await moveOf(ports, order, ledger));
  const state = { ...idleThread(order, facts, ledger), status, ...sorted };
  if (sorted.open.length === 0 && pending.length === 0) return state;
  return placeWorkspace(ports, order, state, pending);
}
