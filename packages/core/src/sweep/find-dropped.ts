import { type Marker, readMarkers } from '../reply/marker.ts';
import {
  type BaseId,
  baseOf,
  normaliseText,
  onceMoreAt,
  type RequestId,
  shortDigest,
  textOfRevision,
} from '../request/request.ts';
import { type Person, sameLogin } from '../standing/standing.ts';
import { parseThread, type ThreadKey } from '../thread/thread.ts';
import { wholeSeconds } from '../thread/whole-seconds.ts';
import type { Recent, RecentComment, RecentThread } from './recent.ts';

/** A request that somebody left 👀 on, or that a reply of ours promised to take up, and that has no answer. */
export interface Dropped {
  readonly thread: ThreadKey;
  readonly requestId: RequestId;
  readonly askedAt: string;
  /** Who wrote it; undefined where that was not read. */
  readonly author: Person | undefined;
  /** Whether our own reply says that it is open: then nobody's 👀 need tell. */
  readonly isPromised: boolean;
}

export interface SweepWindow {
  readonly now: string;
  readonly graceMinutes: number;
  readonly lookBackDays: number;
  readonly ownLogin: string;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** From when on a sweep looks, ISO 8601. */
export function windowBegins({ now, lookBackDays }: Pick<SweepWindow, 'now' | 'lookBackDays'>): string {
  return wholeSeconds(Date.parse(now) - lookBackDays * DAY_MS);
}

/** Finds what was asked in open threads and never answered, oldest first. Pure: what is asked of GitHub comes after it. */
export function findDropped({ threads, comments }: Recent, window: SweepWindow): readonly Dropped[] {
  const isOurs = ({ author }: { readonly author: Person }): boolean => sameLogin(author.login, window.ownLogin);
  const ours = comments.filter(isOurs);
  return threads
    .flatMap((thread) => {
      const { number } = parseThread(thread.thread);
      const inThread = (comment: RecentComment): boolean => comment.number === number;
      const words = lastWords(ours.filter(inThread));
      const theirs = [...openings(thread, words), ...comments.filter(inThread)].filter((one) => !isOurs(one));
      const texts = textsNow(thread, comments.filter(inThread));
      return [...acknowledged(thread.thread, theirs, words, texts), ...promised(thread, words, texts)];
    })
    .filter(({ askedAt }) => isWithin(askedAt, window))
    .sort((a, b) => Date.parse(a.askedAt) - Date.parse(b.askedAt));
}

type Asked = Pick<RecentComment, 'id' | 'author' | 'createdAt' | 'eyes'>;

/** An issue's own text. 👀 for a run by hand stands on the issue too: where there was one, it tells nothing of the text. */
function openings({ thread, author, createdAt, eyes }: RecentThread, words: LastWords): readonly Asked[] {
  const { kind, number } = parseThread(thread);
  const byHand = [...words.keys()].some((id) => id.startsWith('dispatch-'));
  return kind === 'pr' || byHand ? [] : [{ id: `issue-${number}`, author, createdAt, eyes }];
}

const acknowledged = (thread: ThreadKey, asked: readonly Asked[], words: LastWords, texts: Texts): readonly Dropped[] =>
  asked
    .filter(({ id, eyes }) => eyes > 0 && !words.has(id) && !isDealtWith(words, id, texts))
    .map(({ id, author, createdAt }) => ({ thread, requestId: id, askedAt: createdAt, author, isPromised: false }));

interface LastWord {
  readonly marker: Marker;
  readonly at: string;
}

type LastWords = ReadonlyMap<RequestId, LastWord>;

/** Our last word on each request of a thread. */
function lastWords(ours: readonly RecentComment[]): LastWords {
  const words = ours
    .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
    .flatMap(({ body, createdAt }) => readMarkers(body).map((marker) => ({ marker, at: createdAt })))
    .filter(({ marker }) => marker.from === undefined);
  return new Map(words.map((word) => [word.marker.requestId, word]));
}

const openingOf = ({ thread }: RecentThread): BaseId => `issue-${parseThread(thread).number}`;

/** What stands on GitHub now, by what it is the text of. */
type Texts = ReadonlyMap<BaseId, string>;

const textsNow = (thread: RecentThread, comments: readonly RecentComment[]): Texts =>
  new Map([
    ...(thread.thread.startsWith('issue-') ? [[openingOf(thread), thread.text] as const] : []),
    ...comments.map(({ id, body }) => [baseOf(id), normaliseText(body)] as const),
  ]);

/** What was asked in a run by hand has no text on GitHub to begin again from. */
const promised = (thread: RecentThread, words: LastWords, texts: Texts): readonly Dropped[] =>
  [...words.values()]
    .filter(({ marker }) => marker.outcome === 'postponed' && !marker.requestId.startsWith('dispatch-'))
    .filter(({ marker: { requestId } }) => !isDealtWith(words, requestId, texts))
    .map(({ marker: { requestId }, at }) => ({
      thread: thread.thread,
      requestId,
      askedAt: at,
      author: baseOf(requestId) === openingOf(thread) ? thread.author : undefined,
      isPromised: true,
    }));

/**
 * An edit that came before its request was taken up was dealt with as that, and the other way round: our words tell the
 * text that they are about, which is a newer one where somebody edited it again.
 */
function isDealtWith(words: LastWords, id: RequestId, texts: Texts): boolean {
  if (onceMoreAt(id) !== undefined) return false;
  const text = texts.get(baseOf(id));
  const asked = [textOfRevision(id), text === undefined ? undefined : shortDigest(text)];
  return [...words.values()].some(
    ({ marker: { requestId, outcome, textDigest = textOfRevision(requestId) } }) =>
      baseOf(requestId) === baseOf(id) &&
      outcome !== 'postponed' &&
      textDigest !== undefined &&
      asked.includes(textDigest),
  );
}

/** Younger ones may have a run that has not begun yet; of older ones the replies were not read. */
function isWithin(askedAt: string, window: SweepWindow): boolean {
  const age = Date.parse(window.now) - Date.parse(askedAt);
  return age >= window.graceMinutes * MINUTE_MS && Date.parse(askedAt) >= Date.parse(windowBegins(window));
}
