import { readMarkers, readQueuedMarker } from '../reply/marker.ts';
import { baseOf } from '../request/request.ts';
import type { Comment } from '../thread/conversation.ts';
import { sameLogin } from './standing.ts';
import type { CountedTurn } from './turn-limits.ts';

interface Counting {
  /** Only our own comments count: anybody can write a marker. */
  readonly ownLogin: string;
  /** Our comment that promises a turn: what was promised later does not count. */
  readonly before: number;
}

/** The turns that our comments tell of: those that were taken, and those that were promised and have no reply yet. */
export function countedTurns(comments: readonly Comment[], { ownLogin, before }: Counting): readonly CountedTurn[] {
  const ours = comments.filter(({ author }) => sameLogin(author.login, ownLogin));
  // A reply that stands in two threads tells of one turn.
  const taken = new Map(ours.flatMap(takenIn).map((turn) => [`${turn.requestId} ${turn.run}`, turn]));
  const answered = new Set([...taken.values()].map(({ requestId }) => baseOf(requestId)));
  const promised = ours.flatMap(({ id, body, createdAt: at }) => {
    const { requestId, by } = readQueuedMarker(body) ?? {};
    const counts = requestId !== undefined && !answered.has(baseOf(requestId)) && id < before;
    return by !== undefined && counts ? [{ by, at }] : [];
  });
  return [...[...taken.values()].map(({ by, at }) => ({ by, at })), ...promised];
}

/** The one turn that a reply tells of, however many requests it answers. */
function takenIn({ body, createdAt: at }: Comment) {
  const markers = readMarkers(body).flatMap(({ requestId, run, by }) =>
    by === undefined ? [] : [{ requestId, run, by, at }],
  );
  return markers.slice(0, 1);
}
