import { baseOf, inOrder, type Request } from '../request/request.ts';
import { threadKey } from '../thread/thread.ts';
import { requestOf } from './asked.ts';
import type { Play } from './play.ts';
import { editionOf, type Said } from './replies.ts';
import { isAnsweredByRouter } from './words.ts';

/**
 * Answers of a thread come in the order of its requests, among those that were there to be seen when the first of them
 * was taken: a request that failed or was cancelled comes when it is asked again, one that GitHub's lists hid comes when
 * they show it, and the opening text, or what is older than the thread's session, only with its own run.
 */
export function inTheirOrder(all: Play, said: readonly Said[]): readonly string[] {
  // Where the store lost a session, answers are given again later; two runs at once keep no order.
  if (all.tampered || all.overlapped) return [];
  // The explicit queue has one order for all threads.
  if (all.settledBy === 'drains') return inOneOrder(all, said, said);
  const threads = new Set(all.asked.map(({ thread }) => threadKey(thread)));
  return [...threads].flatMap((thread) =>
    inOneOrder(
      all,
      said,
      said.filter((one) => threadKey(one.thread) === thread),
    ),
  );
}

function inOneOrder(all: Play, said: readonly Said[], some: readonly Said[]): readonly string[] {
  const answered = some.filter(({ marker }) => marker.outcome === 'answered').flatMap((one) => placeOf(all, said, one));
  return answered.flatMap((request, index) => {
    const before = answered[index - 1];
    return before && comesBefore(request, before) ? [`${request.id} was answered after ${before.id}`] : [];
  });
}

/** Of the same second, requests of one thread come by their numbers; in the queue nobody can tell those of two threads apart. */
const comesBefore = (one: Placed, other: Placed): boolean =>
  one.thread === other.thread ? inOrder(one, other) < 0 : Date.parse(one.createdAt) < Date.parse(other.createdAt);

type Placed = Request & { readonly thread: string };

/** Where an answered request belongs in the order; nothing, where it is promised none. */
function placeOf(all: Play, said: readonly Said[], one: Said): readonly Placed[] {
  const { requestId: id, from } = one.marker;
  const asked = all.asked.find((each) => each.id === baseOf(id));
  if (!asked || from !== undefined || baseOf(id).startsWith('issue-')) return [];
  if (all.hidden.has(asked.id) || all.beforeSession.has(asked.id)) return [];
  const edition = editionOf(all, said, asked, one);
  if (!edition || isAnsweredByRouter(edition.words)) return [];
  const wasBroken = all.turns.some(({ end, tokens }) => end !== 'answered' && tokens.includes(edition.token));
  // A retry that failed was asked with the words of another request.
  const wasTold = said.some(
    ({ marker }) => marker.requestId === id && (marker.outcome === 'cancelled' || marker.outcome === 'failed'),
  );
  if (wasBroken || wasTold) return [];
  const request = { ...requestOf(asked), thread: threadKey(asked.thread) };
  // What was asked by an edit belongs where the edit does.
  if (id === baseOf(id)) return [request];
  // A text may have been put back.
  const asOf = asked.editions.findLast(
    ({ text, at }) => text === edition.text && Date.parse(at) <= Date.parse(one.comment.createdAt),
  );
  return [{ ...request, id, createdAt: (asOf ?? edition).at }];
}
