import type { OutboxReply } from '../outbox/outbox.ts';
import { sameLogin } from '../standing/standing.ts';
import type { Comment } from '../thread/conversation.ts';
import { isFinal, type PartMarker, readPartMarker } from './marker.ts';
import { partOf, type RunLink } from './render-reply.ts';

/** A comment that stands in a thread. */
export type Posted = { readonly id: number; readonly url: string };

/** A part of a reply that stands in the thread already. */
export interface KnownPart {
  readonly marker: PartMarker;
  readonly comment: Posted;
}

/** The parts in our own comments. */
export function knownParts(comments: readonly Comment[], ownLogin: string): readonly KnownPart[] {
  return comments
    .filter(({ author }) => sameLogin(author.login, ownLogin))
    .flatMap((comment) => {
      const marker = readPartMarker(comment.body);
      return marker ? [{ marker, comment }] : [];
    });
}

/** Posts the comments of a reply in order, without those that are there; answers the first, where a reader begins. */
export async function postParts(
  bodies: readonly string[],
  known: readonly KnownPart[],
  post: (body: string) => Promise<Posted>,
): Promise<Posted> {
  const [body = '', ...rest] = bodies;
  const marker = readPartMarker(body);
  const first = (marker && find(known, marker)) ?? (await post(body));
  if (rest.length > 0) await postParts(rest, known, post);
  return first;
}

/** The comment that a reply begins with, where it was posted in several. */
export function firstPart(known: readonly KnownPart[], reply: OutboxReply, run: RunLink): Posted | undefined {
  return find(known, partOf(reply, run, 1));
}

/** An answer is the same in whatever run it is posted again; what may be asked again is told once in each attempt. */
function find(known: readonly KnownPart[], wanted: PartMarker): Posted | undefined {
  const { requestId, outcome, run, part, answerDigest } = wanted;
  return known.find(
    ({ marker }) =>
      marker.requestId === requestId &&
      marker.outcome === outcome &&
      marker.part === part &&
      marker.answerDigest === answerDigest &&
      (isFinal(marker) || marker.run === run),
  )?.comment;
}
