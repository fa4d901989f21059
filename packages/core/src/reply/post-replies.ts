import type { Outbox, OutboxReply } from '../outbox/outbox.ts';
import type { ProposeEnd } from '../proposal/propose-end.ts';
import type { Comment, Conversation } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { isFinal, readMarkers, renderMarker } from './marker.ts';
import { type RunLink, renderReply, replyMarker } from './render-reply.ts';
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
}

/** Posts every reply of an outbox that the thread does not have yet, in order. */
export async function postReplies(conversation: Conversation, order: PostOrder): Promise<readonly PostedReply[]> {
  const { thread, outbox, ownLogin } = order;
  if (outbox.replies.length === 0) return [];
  const there = ownMarkers(await conversation.commentsSince(thread, outbox.since), ownLogin);
  const posted: PostedReply[] = [];
  for (const reply of outbox.replies) {
    const known = there.find(({ marker }) => isSameReply(marker, reply, order.run));
    const comment = known?.comment ?? (await post(conversation, reply, order));
    posted.push({ requestId: reply.requestId, commentId: comment.id, url: comment.url });
  }
  return posted;
}

/**
 * A final reply is given once for ever, and none is refused that has its answer; one that may be asked for again, once in
 * each attempt of a run.
 */
function isSameReply(marker: ReturnType<typeof readMarkers>[number], reply: OutboxReply, run: RunLink): boolean {
  if (marker.requestId !== reply.requestId) return false;
  if (reply.outcome === 'refused') return isFinal(marker);
  if (marker.outcome !== reply.outcome) return false;
  return reply.outcome === 'answered' || marker.run === `${run.id}.${run.attempt}`;
}

async function post(
  conversation: Conversation,
  reply: OutboxReply,
  order: PostOrder,
): Promise<{ id: number; url: string }> {
  const { thread, outbox, end, run } = order;
  if (outbox.movedTo === undefined || reply.outcome !== 'answered') {
    return conversation.post(thread, renderReply(reply, end, run));
  }
  await postLate(conversation, reply, order, { kind: 'pr', number: outbox.movedTo });
  return conversation.post(thread, `${texts.movedLate(outbox.movedTo)}\n\n${renderMarker(replyMarker(reply, run))}`);
}

/** The answer goes where the conversation is now; the marker that settles the request stays in the thread it was asked in. */
async function postLate(
  conversation: Conversation,
  reply: OutboxReply,
  { thread, outbox, end, run, ownLogin }: PostOrder,
  pullRequest: Thread,
): Promise<void> {
  const there = ownMarkers(await conversation.commentsSince(pullRequest, outbox.since), ownLogin);
  if (there.some(({ marker }) => isSameReply(marker, reply, run))) return;
  const body = renderReply(reply, end, run, threadKey(thread));
  await conversation.post(pullRequest, `${texts.answersLate(reply.author, thread.number)}\n\n${body}`);
}

/** The markers in our own comments, with the comments they stand in. */
export function ownMarkers(comments: readonly Comment[], ownLogin: string) {
  return comments
    .filter(({ author }) => author.login.toLowerCase() === ownLogin.toLowerCase())
    .flatMap((comment) => readMarkers(comment.body).map((marker) => ({ marker, comment })));
}
