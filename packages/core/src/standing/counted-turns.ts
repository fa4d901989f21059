import { readMarkers, readQueuedMarker } from '../reply/marker.ts';
import { baseOf, type RequestId } from '../request/request.ts';
import { byAge, type Comment } from '../thread/conversation.ts';
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
  // An edit is promised a turn after its request had one: times have whole seconds, ids tell the rest.
  const isTaken = (request: RequestId, promise: Pick<Comment, 'id' | 'createdAt'>): boolean =>
    [...taken.values()].some(
      (turn) => baseOf(turn.requestId) === baseOf(request) && byAge(promise, { id: turn.id, createdAt: turn.at }) < 0,
    );
  const promised = ours.flatMap(({ id, body, createdAt: at }) => {
    const { requestId, by } = readQueuedMarker(body) ?? {};
    const counts = requestId !== undefined && !isTaken(requestId, { id, createdAt: at }) && id < before;
    return by !== undefined && counts ? [{ by, at }] : [];
  });
  return [...[...taken.values()].map(({ by, at }) => ({ by, at })), ...promised];
}

/** The one turn that a reply tells of, however many requests it answers. */
function takenIn({ id, body, createdAt: at }: Comment) {
  const markers = readMarkers(body).flatMap(({ requestId, run, by }) =>
    by === undefined ? [] : [{ id, requestId, run, by, at }],
  );
  return markers.slice(0, 1);
}
