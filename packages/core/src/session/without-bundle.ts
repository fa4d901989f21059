import { Failure } from '../failure/failure.ts';
import { OVERLAP_MS } from '../ledger/open-requests.ts';
import type { OwnReply } from '../ledger/settlement.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { texts } from '../reply/texts.ts';
import type { Listed } from '../request/look.ts';
import type { Request } from '../request/request.ts';
import { admit } from '../standing/standing.ts';
import { ALL_BELOW, type Comment, type ThreadFacts } from '../thread/conversation.ts';
import { openingText } from '../turn/prompt.ts';
import { BEGIN_ANEW, beginAt, type FoundSession } from './begin.ts';
import type { Session } from './choose-session.ts';
import { threadBranch } from './moved-thread.ts';
import type { RestoreOrder, RestorePorts } from './restore-order.ts';

/** A thread without a bundle may have a first session, by what the worker said in it. */
export async function withoutBundle(
  ports: RestorePorts,
  order: RestoreOrder,
  facts: ThreadFacts,
  begin: FoundSession,
): Promise<Session> {
  if (order.start === 'anew' || (order.start === 'new' && order.attempt === 1)) return begin;
  const newest = await ports.conversation.newestComments(order.thread);
  const replies = ownMarkers(newest, order.policy.ownLogin);
  const failure = sessionGone(replies);
  if (failure) return { kind: 'lost', status: 'expired', failure };
  if (order.start !== 'continue') return { ...begin, newest, ...allOf(newest) };
  const asked = await firstAsked(ports, order, replies);
  if (asked !== undefined && !replies.some(tellsOfNone) && (await threadBranch(ports, order)) !== undefined) {
    // Only a session makes a branch, whatever the comments tell.
    return { kind: 'lost', status: 'expired', failure: expired(texts.sessionExpired) };
  }
  if (asked !== undefined) return { ...beginLate(order, facts, asked), newest, ...allOf(newest) };
  if (!(await mayBeOurs(ports, order))) return { kind: 'unasked' };
  return { kind: 'lost', status: 'expired', failure: expired(texts.sessionNeverBegan) };
}

/** Why nothing can begin in a thread without a bundle; undefined where nothing tells of a session. */
export function sessionGone(replies: readonly OwnReply[]): Failure | undefined {
  return replies.some(tellsOfSession) ? expired(texts.sessionExpired) : undefined;
}

/** A short thread need not be listed twice. */
function allOf(newest: readonly Comment[]): { readonly listed?: Listed } {
  const [comments, onCode] = [newest.filter(({ place }) => !place), newest.filter(({ place }) => place)];
  return comments.length < ALL_BELOW && onCode.length < ALL_BELOW ? { listed: { comments, onCode } } : {};
}

/** When the worker was first asked here: it left its 👀, or what came in their place, or it said that nothing has begun yet. */
async function firstAsked(
  { conversation }: RestorePorts,
  { thread, policy }: RestoreOrder,
  replies: readonly OwnReply[],
): Promise<string | undefined> {
  const told = replies.find(({ marker }) => marker.session === 'none')?.comment.createdAt;
  const left = await conversation.acknowledgedAt(thread, policy.ownLogin);
  // What came in the place of 👀 is younger than what it tells of.
  return [left, told].filter((time) => time !== undefined).sort((a, b) => Date.parse(a) - Date.parse(b))[0];
}

/** The run that the thread began with left no trace: this one begins, with all that was asked since. */
function beginLate(order: RestoreOrder, facts: ThreadFacts, asked: string): FoundSession {
  // The 👀 comes a little after what was asked.
  const since = Math.max(Date.parse(facts.createdAt), Date.parse(asked) - OVERLAP_MS);
  const beganAt = Math.min(since, Date.parse(order.request.createdAt));
  const begin = beginAt(order, new Date(beganAt).toISOString());
  const wasOpened = since === Date.parse(facts.createdAt) && order.thread.kind === 'issue';
  return wasOpened ? { ...begin, opening: openingOf(order, facts) } : begin;
}

const openingOf = (
  { thread }: RestoreOrder,
  { title, body, author, createdAt, attachments }: ThreadFacts,
): Request => ({
  id: `issue-${thread.number}`,
  author,
  createdAt,
  text: openingText(title, body),
  ...(attachments ? { attachments } : {}),
});

/** An issue is the worker's when whoever may ask opened it. */
async function mayBeOurs({ people }: RestorePorts, { openedBy, policy }: RestoreOrder): Promise<boolean> {
  return openedBy === undefined || (await admit(people, openedBy, policy)).kind === 'admitted';
}

/** What was answered in another thread tells nothing of a session here, and a refusal of none at all. */
const tellsOfSession = ({ marker: { outcome, from, session } }: OwnReply): boolean =>
  outcome !== 'refused' && from === undefined && session !== 'none';

/** A first turn that OpenAI cut off leaves no session, though what it had changed by then may be on a branch. */
const tellsOfNone = ({ marker: { outcome, session, textDigest } }: OwnReply): boolean =>
  outcome === 'failed' && session === 'none' && textDigest !== undefined;

function expired(what: string): Failure {
  return new Failure('session-expired', { what, fix: BEGIN_ANEW });
}
