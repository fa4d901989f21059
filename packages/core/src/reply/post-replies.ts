import { Failure } from '../failure/failure.ts';
import type { OwnReply } from '../ledger/settlement.ts';
import { type Outbox, type OutboxReply, requestsOfReply } from '../outbox/outbox.ts';
import { changedFiles } from '../proposal/changed-files.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import { baseOf, onceMoreAt, type RequestId } from '../request/request.ts';
import { sameLogin } from '../standing/standing.ts';
import type { Comment, Conversation } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { conclude, endingsOf, leftBehind } from './conclusion.ts';
import type { LinkMode } from './defuse-rules.ts';
import { isFinal, type Marker, readMarkers, renderMarker } from './marker.ts';
import { firstPart, type KnownPart, knownParts, type Posted, postParts } from './post-parts.ts';
import { type ReplyPlace, type RunLink, renderReply, replyMarkers, runName } from './render-reply.ts';
import { texts } from './texts.ts';

export interface PostedReply {
  readonly requestId: string;
  readonly commentId: number;
  readonly url: string;
}

export interface PostOrder {
  readonly thread: Thread;
  readonly outbox: Outbox;
  readonly end: ProposeEnd;
  readonly run: RunLink;
  /** The login that our own comments carry: a marker in anybody else's comment is only text. */
  readonly ownLogin: string;
  /** What becomes of links to other hosts. */
  readonly links?: LinkMode;
  /** The head of the pull request now, where Codex read a fork's commit. */
  readonly headNow?: string | undefined;
  /** Page of the thread's transcript. */
  readonly transcriptUrl?: string | undefined;
  /** Told of what went wrong beside the replies. */
  readonly warn?: (text: string) => void;
}

/** A marker of ours that stands in the thread, and where. */
interface Known {
  readonly marker: Marker;
  readonly comment: Posted;
}

/** Posts every reply of an outbox that the thread does not have yet, in order; then nothing says any longer that they wait, or are at work. */
export async function postReplies(conversation: Conversation, order: PostOrder): Promise<readonly PostedReply[]> {
  const { thread, outbox, ownLogin } = order;
  if (outbox.replies.length === 0) return [];
  const comments = await conversation.commentsSince(thread, outbox.since);
  const all = [...comments, ...(await commentsOnCode(conversation, order))];
  const before = ownMarkers(all, ownLogin);
  const there: Known[] = [...before];
  const parts = knownParts(all, ownLogin);
  const people = peopleIn(outbox, comments);
  const change = changeIn(outbox);
  const posted: PostedReply[] = [];
  for (const reply of outbox.replies) {
    const known = there.find(({ marker }) => isSameReply(marker, reply, order.run));
    const left = withoutKnown(reply, there, order.run);
    const telling = isLastToTell(reply, outbox) ? { change } : {};
    const comment = left
      ? await post(conversation, left, { ...order, ...telling, end: endFor(reply, order), people, parts })
      : (firstPart(parts, reply, order.run) ?? known?.comment);
    // What was carried over, and what this run found out by itself, may be the same.
    if (left && comment) there.push(...replyMarkers(left, order.run).map((marker) => ({ marker, comment })));
    if (comment) posted.push({ requestId: reply.requestId, commentId: comment.id, url: comment.url });
  }
  const requests = outbox.replies.flatMap(requestsOfReply);
  // The group of the thread is this run's: whatever shows progress is its own, or of a run that died.
  const gone = leftBehind(comments, { ownLogin, requests, isOver: () => true });
  await conclude(conversation, order, { ended: endingsOf(outbox.replies, before), gone });
  return posted;
}

/** Only a reply below a review comment stands among them. */
async function commentsOnCode(conversation: Conversation, { thread, outbox }: PostOrder): Promise<readonly Comment[]> {
  const belong = outbox.replies.some(({ below }) => below !== undefined);
  return belong ? conversation.reviewCommentsSince(thread, outbox.since) : [];
}

/**
 * A final reply is given once for ever to what its request says, and none is refused that has its answer; one that may be
 * asked for again, once in each attempt of a run.
 */
function isSameReply(marker: Marker, reply: OutboxReply, run: RunLink): boolean {
  if (reply.outcome === 'answered' && marker.outcome === 'answered') return answersSame(marker, reply);
  if (marker.requestId !== reply.requestId) return false;
  const isOfOtherWords =
    marker.textDigest !== undefined && reply.textDigest !== undefined && marker.textDigest !== reply.textDigest;
  if (reply.outcome === 'refused') return isFinal(marker) && !isOfOtherWords;
  return marker.outcome === reply.outcome && marker.run === runName(run);
}

/** A reply for the requests that have none of it yet; undefined where all have. Two runs may have coalesced differently. */
function withoutKnown(reply: OutboxReply, there: readonly Known[], run: RunLink): OutboxReply | undefined {
  const [first, ...others] = eachOf(reply).filter((one) => !there.some(({ marker }) => isSameReply(marker, one, run)));
  if (!first || others.length === 0) return first;
  const alsoDigests = others.flatMap(({ textDigest }) => textDigest ?? []);
  return {
    ...first,
    also: others.map(({ requestId }) => requestId),
    ...(alsoDigests.length === others.length ? { alsoDigests } : {}),
  };
}

/** The same reply to each of its requests alone. */
function eachOf(reply: OutboxReply): readonly OutboxReply[] {
  const { also = [], alsoDigests = [], ...first } = reply;
  const { textDigest: _, ...rest } = first;
  const others = also.map((requestId, index) => {
    const textDigest = alsoDigests[index];
    return { ...rest, requestId, ...(textDigest === undefined ? {} : { textDigest }) };
  });
  return [first, ...others];
}

/** The words tell, where both name them: an edit may have been answered under its own id, or under that of its request. */
function answersSame(marker: Marker, { requestId, textDigest }: OutboxReply): boolean {
  if (marker.textDigest === undefined || textDigest === undefined) return marker.requestId === requestId;
  return wordsOf(marker.requestId) === wordsOf(requestId) && marker.textDigest === textDigest;
}

/** A label that was put on again asks with the same words. */
const wordsOf = (id: RequestId): RequestId => (onceMoreAt(id) === undefined ? baseOf(id) : id);

interface ReplyOrder extends PostOrder {
  readonly people: readonly string[];
  /** Comments of replies that take several, as far as they were posted before. */
  readonly parts: readonly KnownPart[];
  /** What the run changed, for the one reply that tells of it. */
  readonly change?: ReplyPlace['change'];
}

function changeIn({ change }: Outbox): ReplyPlace['change'] {
  return change && { files: changedFiles(change.patch), review: change.review };
}

/** What a run changed is told once: below the last reply that hears of it. */
const isLastToTell = (reply: OutboxReply, { replies }: Outbox): boolean =>
  reply === replies.findLast(({ outcome }) => outcome !== 'refused');

/** Who hears of what is said in the thread: those who asked, and those who spoke since. */
function peopleIn({ replies }: Outbox, comments: readonly Comment[]): readonly string[] {
  const spoke = comments.filter(({ author }) => author.type === 'User').map(({ author }) => author.login);
  return [...new Set([...replies.map(({ author }) => author), ...spoke])];
}

async function post(conversation: Conversation, reply: OutboxReply, order: ReplyOrder): Promise<Posted> {
  const { thread, outbox, run, end } = order;
  if (outbox.movedTo !== undefined && reply.outcome === 'answered') {
    await postLate(conversation, reply, order, { kind: 'pr', number: outbox.movedTo });
    const markers = replyMarkers(reply, run).map(renderMarker).join('\n');
    return conversation.post(thread, `${texts.movedLate(outbox.movedTo)}\n\n${markers}`);
  }
  const bodies = renderReply(reply, end, run, { ...order, heads: headsOf(order) });
  const { below } = reply;
  return postParts(bodies, order.parts, (body) =>
    below === undefined ? conversation.post(thread, body) : postBelow(conversation, thread, body, below),
  );
}

const headsOf = ({ outbox, headNow }: PostOrder): ReplyPlace['heads'] =>
  outbox.fork && headNow !== undefined ? { read: outbox.fork.head, now: headNow } : undefined;

/** So is a patch that is shown at all. */
function endFor(reply: OutboxReply, { outbox, end }: PostOrder): ProposeEnd {
  return !('patch' in end || 'attached' in end) || isLastToTell(reply, outbox) ? end : withoutPatch(end);
}

function withoutPatch(end: ProposeEnd): ProposeEnd {
  if (end.kind === 'conflicts' || end.kind === 'refused' || end.kind === 'held') {
    const { patch: _, ...rest } = end;
    return rest;
  }
  if (end.kind === 'not-applied') return end;
  const { patch: _, ...attached } = end.attached ?? {};
  return { ...end, attached };
}

/** A review comment may be deleted while Codex works: then the answer stands in the conversation. */
async function postBelow(conversation: Conversation, thread: Thread, body: string, below: number): Promise<Posted> {
  try {
    return await conversation.post(thread, body, below);
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'github-unavailable') throw error;
    return conversation.post(thread, body);
  }
}

/** The answer goes where the conversation is now; the marker that settles the request stays in the thread it was asked in. */
async function postLate(
  conversation: Conversation,
  reply: OutboxReply,
  order: ReplyOrder,
  pullRequest: Thread,
): Promise<void> {
  const { thread, outbox, run, ownLogin, end } = order;
  const comments = await conversation.commentsSince(pullRequest, outbox.since);
  if (ownMarkers(comments, ownLogin).some(({ marker }) => isSameReply(marker, reply, run))) return;
  const [first = '', ...rest] = renderReply(reply, end, run, { ...order, from: threadKey(thread) });
  const bodies = [`${texts.answersLate(reply.author, thread.number)}\n\n${first}`, ...rest];
  await postParts(bodies, knownParts(comments, ownLogin), (body) => conversation.post(pullRequest, body));
}

/** The markers in our own comments, with the comments they stand in. */
export function ownMarkers(comments: readonly Comment[], ownLogin: string): readonly OwnReply[] {
  return comments
    .filter(({ author }) => sameLogin(author.login, ownLogin))
    .flatMap((comment) => readMarkers(comment.body).map((marker) => ({ marker, comment })));
}
