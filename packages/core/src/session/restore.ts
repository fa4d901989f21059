import { parseCommand } from '../command/parse-command.ts';
import { Failure } from '../failure/failure.ts';
import { isSettled } from '../ledger/is-settled.ts';
import { withoutSession } from '../ledger/ledger.ts';
import { cursor } from '../ledger/open-requests.ts';
import type { OwnReply } from '../ledger/settlement.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { type Listed, look, type Seen } from '../request/look.ts';
import { baseOf, type Request } from '../request/request.ts';
import { toRequest } from '../request/sift.ts';
import { turnRerunAway } from '../standing/rerun.ts';
import { refuseUncounted } from '../standing/turn-limits.ts';
import type { ThreadFacts } from '../thread/conversation.ts';
import { openingText } from '../turn/prompt.ts';
import type { ArchivedFile } from './archive.ts';
import { chooseSession, olderThanThread, type Session } from './choose-session.ts';
import { findBundle } from './find-bundle.ts';
import { findRequest } from './find-request.ts';
import { headFor, limitedTo } from './head.ts';
import { lostThread } from './lost-thread.ts';
import { refuseAll } from './refusal.ts';
import type { RestoreCall, RestoreOrder, RestorePorts } from './restore-order.ts';
import { takeUp } from './take-up.ts';
import { restThread, type ThreadState } from './thread-state.ts';
import { sessionGone } from './without-bundle.ts';

export interface Restored {
  readonly state: ThreadState;
  /** Codex's files, to be put under `CODEX_HOME`. */
  readonly files: readonly ArchivedFile[];
  /** For the log: what nobody in the thread is told. */
  readonly notes: readonly string[];
}

/** Finds the session, the ledger and what is open, and puts the workspace on the thread's branch as it is now. */
export async function restoreThread(ports: RestorePorts, call: RestoreCall): Promise<Restored> {
  const away = await turnRerunAway(ports.people, call.rerunBy, call.policy);
  if (away !== undefined) {
    // What waits in the queue was let in before, and is lost where a drain finds nothing: it is served, and none of it once more.
    if (call.source.kind === 'queued') return restoreAsked(ports, { ...call, attempt: 1 });
    return { ...idle(restThread(call, 'unasked')), notes: [`Nothing is run: ${away}.`] };
  }
  return restoreAsked(ports, call);
}

async function restoreAsked(ports: RestorePorts, call: RestoreCall): Promise<Restored> {
  refuseUncounted(call.attempt, call.countedAttempt);
  const found = await findRequest(ports, call);
  switch (found.kind) {
    case 'settled':
      return idle(restThread(call, 'settled'));
    case 'refused':
      return idle({ ...restThread(call, 'settled', found.request), refusals: refuseAll([found.request], found.text) });
    case 'found':
      return restoreFor(ports, {
        ...call,
        ...found,
        start: startOf(call, found.request),
        policy: admitting(call.policy, found.asker.login),
      });
  }
}

/** Whoever asks for a new session is not told that the old one is gone; what is only named begins as its event would have. */
function startOf({ start, source, trigger }: RestoreCall, { text }: Request): RestoreOrder['start'] {
  const command = parseCommand(text);
  if (command?.kind === 'reset') return 'anew';
  const isAddressed = trigger.kind === 'mention' || command !== undefined;
  return source.kind === 'named' && start === 'continue' && isAddressed ? 'either' : start;
}

const idle = (state: ThreadState): Restored => ({ state, files: [], notes: [] });

/** Whoever asked for this very run was admitted, by the router or just now. */
const admitting = (policy: RestoreOrder['policy'], login: string): RestoreOrder['policy'] => ({
  ...policy,
  allowUsers: [...policy.allowUsers, login],
});

async function restoreFor(ports: RestorePorts, started: RestoreOrder): Promise<Restored> {
  const listed = await listSince(ports, started);
  const order = startedBy(started, listed);
  if (isSettled(repliesIn(listed, order), order)) return idle(restThread(order, 'settled', order.request));
  const facts = await ports.conversation.facts(order.thread);
  if (facts.locked) throw locked(order);
  const head = headFor(order, facts);
  if (head.kind === 'refused') {
    const refusals = refuseAll([order.request], head.text, head.code);
    return idle({ ...restThread(order, 'settled', order.request), refusals });
  }
  const placed = head.kind === 'fork' ? limitedTo(head, order) : { ...order, branch: head.branch, base: head.base };
  return restoreSession(ports, { ...placed, request: asItStands(order, facts) }, facts, listed);
}

/** Whoever asked for a new session may have taken the word back since. */
function startedBy(order: RestoreOrder, { comments = [], onCode = [] }: Listed): RestoreOrder {
  const { request, start, thread } = order;
  const own = [...comments, ...onCode].map(toRequest).find(({ id }) => id === baseOf(request.id));
  if (start !== 'anew' || !resets(request) || !own || resets(own)) return order;
  return { ...order, start: thread.kind === 'issue' ? 'continue' : 'either' };
}

/** Where a reply to the request would stand. A run that waited finds it by this one call. */
async function listSince({ conversation }: RestorePorts, { thread, request }: RestoreOrder): Promise<Listed> {
  if (request.place) {
    return { comments: undefined, onCode: await conversation.reviewCommentsSince(thread, request.createdAt) };
  }
  return { comments: await conversation.commentsSince(thread, request.createdAt), onCode: undefined };
}

const repliesIn = ({ comments = [], onCode = [] }: Listed, { policy }: RestoreOrder): readonly OwnReply[] =>
  ownMarkers([...comments, ...onCode], policy.ownLogin);

function locked({ thread }: RestoreOrder): Failure {
  return new Failure('thread-locked', {
    what: `#${thread.number} is locked, and the worker could not answer there.`,
    fix: 'Unlock it and ask again.',
  });
}

/** The text of an issue may have changed since its event; what an edit changed was asked when the issue was opened. */
function asItStands({ request, thread }: RestoreOrder, { title, body, createdAt, attachments }: ThreadFacts): Request {
  if (baseOf(request.id) !== `issue-${thread.number}`) return request;
  const asked = request.edited ? { createdAt, changedAt: request.createdAt } : {};
  return { ...request, ...asked, text: openingText(title, body), ...(attachments ? { attachments } : {}) };
}

async function restoreSession(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  listed: Listed,
): Promise<Restored> {
  const session = await chooseSession(ports, order, facts, await findBundle(ports.artifacts, order));
  switch (session.kind) {
    case 'lost':
      return idle(await lostThread(ports, order, facts, session));
    case 'unasked':
      return idle(restThread(order, 'unasked', order.request));
    case 'found':
      return resume(ports, order, facts, { session, listed });
  }
}

type Found = Extract<Session, { kind: 'found' }>;
type Lost = Extract<Session, { kind: 'lost' }>;

async function resume(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  { session, listed }: { readonly session: Found; readonly listed: Listed },
): Promise<Restored> {
  const { thread, request, trigger, policy, authorisedText, attempt, until } = order;
  const { ledger, opening } = session;
  const since = cursor(ledger);
  // A thread that begins with this request has nothing older to look at.
  const begins = ledger.requests.length === 0 && Date.parse(since) >= Date.parse(request.createdAt);
  const own = { request, authorisedText, again: attempt > 1 };
  const known = session.listed ?? (begins ? listed : undefined);
  const more = { ...(known ? { listed: known } : {}), ...(opening ? { opening } : {}), ...(until ? { until } : {}) };
  const seen = await look(ports, { thread, since, trigger, policy, ledger, own, ...more });
  const lost = lostMeanwhile(seen, order, session);
  if (lost && order.start !== 'anew') return idle(await lostThread(ports, order, facts, lost));
  const state = await takeUp(ports, order, facts, { session, seen, toOwn: repliesIn(listed, order) });
  if (lost || beginsAnew(order, state)) return idle(forgetting(state));
  // Whoever asked for a new session deleted that before its turn: none begins, and none hides that the old one is gone.
  const isUnasked = order.start === 'anew' && session.begins && state.open.length === 0;
  const notes = [...(session.byOldKey ? [SEALED_WITH_OLD_KEY] : []), ...(await clearProgress(ports, order, seen))];
  return { state: isUnasked ? { ...state, keepBundle: false } : state, files: session.files, notes };
}

/** No turn goes on while a run begins: what shows one is of a run that died. */
async function clearProgress(
  ports: RestorePorts,
  { thread }: RestoreOrder,
  { progress }: Seen,
): Promise<readonly string[]> {
  try {
    for (const comment of progress) await ports.conversation.removeComment(thread, comment);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [`The progress of a run that died still stands in the thread. ${error.message}`];
  }
}

const SEALED_WITH_OLD_KEY =
  'The session was sealed with the old key. The next one of this thread is sealed with the new.';

/** Only a request that is still open begins a session anew, and a steering word does so in its turn, where it still stands. */
function beginsAnew({ start, request }: RestoreOrder, { open }: ThreadState): boolean {
  if (start !== 'anew') return false;
  const own = open.find(({ id }) => baseOf(id) === baseOf(request.id));
  return own !== undefined && (!resets(request) || (own === open[0] && resets(own)));
}

const resets = ({ text }: Request): boolean => parseCommand(text)?.kind === 'reset';

const forgetting = (state: ThreadState): ThreadState => ({
  ...state,
  status: state.status === 'resumed' ? 'fresh' : state.status,
  ledger: withoutSession(state.ledger),
});

/** The run that opens a thread may come late: then another one went first, and its session may be gone since. */
function lostMeanwhile({ replies }: Seen, { request, start }: RestoreOrder, session: Found): Lost | undefined {
  const isFirst = start === 'new' && session.begins;
  const { anewAt } = session.ledger;
  const told = replies
    .filter(({ marker }) => !isFirst || marker.requestId !== request.id)
    .filter(({ comment }) => anewAt === undefined || Date.parse(comment.createdAt) >= Date.parse(anewAt));
  const behind =
    session.status === 'resumed' || session.opening || isFirst ? olderThanThread(session.ledger, told) : undefined;
  if (behind) return { kind: 'lost', status: 'untrusted', failure: behind };
  const gone = isFirst ? sessionGone(told) : undefined;
  return gone && { kind: 'lost', status: 'expired', failure: gone };
}
