import type { OutboxReply } from '../outbox/outbox.ts';
import { texts } from '../reply/texts.ts';
import { baseOf, type Request, type RequestId, shortDigest } from '../request/request.ts';
import type { AskedTurn } from './work.ts';

type ReplyTo = Pick<OutboxReply, 'requestId' | 'also' | 'alsoDigests' | 'author' | 'textDigest' | 'below'>;

/** Whom a reply answers, and where it goes. */
export function replyTo({ requests, again }: Pick<AskedTurn, 'requests' | 'again'>): ReplyTo {
  const [first, ...rest] = requests;
  const below = again === undefined ? commonPlace(requests) : first.place?.reviewComment;
  return {
    requestId: first.id,
    ...(rest.length === 0
      ? {}
      : { also: rest.map(({ id }) => id), alsoDigests: rest.map(({ text }) => shortDigest(text)) }),
    author: first.author.login,
    textDigest: shortDigest(first.text),
    ...(below === undefined ? {} : { below }),
  };
}

/** What was asked at several places is answered in the conversation. */
function commonPlace(requests: readonly Request[]): number | undefined {
  const [first, ...rest] = requests.map(({ place }) => place?.reviewComment);
  return rest.every((other) => other === first) ? first : undefined;
}

/** The line above an answer to several people, so that each finds theirs. */
export function answersSeveral({ requests, again }: AskedTurn, page: string): readonly string[] {
  const answered = again === undefined ? requests : requests.slice(1);
  if (answered.length === 1) return [];
  return [texts.answersSeveral(answered.map(({ id, author }) => ({ login: author.login, url: addressOf(id, page) })))];
}

/** Where a request stands on GitHub, below the address of its thread. */
export function addressOf(id: RequestId, page: string): string {
  const base = baseOf(id);
  const number = /\d+$/.exec(base)?.[0];
  if (base.startsWith('comment-')) return `${page}#issuecomment-${number}`;
  if (base.startsWith('review-comment-')) return `${page}#discussion_r${number}`;
  if (base.startsWith('review-')) return `${page}#pullrequestreview-${number}`;
  return page;
}
