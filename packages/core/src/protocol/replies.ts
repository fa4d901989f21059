import type { Marker } from '../reply/marker.ts';
import { isFinal } from '../reply/marker.ts';
import { ownMarkers } from '../reply/post-replies.ts';
import { baseOf } from '../request/request.ts';
import { aPolicy } from '../testing/index.ts';
import type { Comment } from '../thread/conversation.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { type Asked, current, type Edition, editionNamed, mayReachCodex } from './asked.ts';
import type { Play } from './play.ts';

/** One thing that the worker said of a request. */
export interface Said {
  readonly thread: Thread;
  readonly marker: Marker;
  readonly comment: Comment;
}

/** Everything that the worker said in the threads that were used, oldest first. */
export function saidIn({ world: { conversation, proposals }, asked }: Play): readonly Said[] {
  const pullRequests = proposals.all().map(({ number }) => ({ kind: 'pr', number }) as const);
  const threads = new Map([...pullRequests, ...asked.map(({ thread }) => thread)].map((t) => [threadKey(t), t]));
  return [...threads.values()]
    .flatMap((thread) =>
      ownMarkers(conversation.transcript(thread), aPolicy.ownLogin).map((own) => ({ thread, ...own })),
    )
    .sort((a, b) => a.comment.id - b.comment.id);
}

/** What the worker said of something asked, in its own thread. */
export const saidOf = (said: readonly Said[], { id, thread }: Asked): readonly Said[] =>
  said.filter(
    (one) =>
      baseOf(one.marker.requestId) === id &&
      one.marker.from === undefined &&
      threadKey(one.thread) === threadKey(thread),
  );

/** The turn that an answer comes from; of one that was given in the pull request, too. */
export function turnOf(said: readonly Said[], { comment: { body }, marker }: Said): number | undefined {
  const turn = /From turn (\d+)\./.exec(body)?.[1];
  if (turn !== undefined) return Number(turn);
  const elsewhere = said.find((one) => one.marker.from !== undefined && one.marker.requestId === marker.requestId);
  const there = elsewhere && /From turn (\d+)\./.exec(elsewhere.comment.body)?.[1];
  return there === undefined ? undefined : Number(there);
}

/** The edition that a word of the worker deals with, where anything tells. */
export function editionOf(all: Play, said: readonly Said[], asked: Asked, one: Said): Edition | undefined {
  const named = editionNamed(asked, one.marker.requestId, one.marker.textDigest);
  if (named) return named;
  const turn = all.turns[turnOf(said, one) ?? -1];
  return asked.editions.find(({ token }) => turn?.tokens.includes(token));
}

/** Whether the worker has dealt with something asked, as it stands in the end. */
export function isDealtWith(all: Play, said: readonly Said[], asked: Asked): boolean {
  const words = saidOf(said, asked).filter(({ marker }) => isFinal(marker) || marker.outcome === 'cancelled');
  const now = current(asked);
  if (all.settledBy === 'sweeps' && isLeftBySweeps(said, asked, words)) return true;
  if (all.settledBy === 'drains' && hasFailed(said, asked)) return true;
  if (asked.deleted || !mayReachCodex(asked, now)) return words.length > 0;
  return words.some((one) => {
    const edition = editionOf(all, said, asked, one);
    if (edition) return edition.text === now.text;
    // Nobody tells which text a lost reply was to.
    return Date.parse(one.comment.createdAt) >= Date.parse(now.at);
  });
}

/**
 * A sweep takes up what has no word yet: it repeats no failure, and reads no texts, so that the edit of a request that has
 * its answer waits for the next run of the thread. What is deleted it cannot find.
 */
function isLeftBySweeps(said: readonly Said[], asked: Asked, words: readonly Said[]): boolean {
  if (asked.deleted) return true;
  return hasFailed(said, asked) || (asked.editions.length > 1 && words.length > 0);
}

/** Whoever asked was told, and nobody tries it again unasked. */
const hasFailed = (said: readonly Said[], asked: Asked): boolean =>
  saidOf(said, asked).some(({ marker }) => marker.outcome === 'failed');
