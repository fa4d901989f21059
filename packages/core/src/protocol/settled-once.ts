import { isFinal } from '../reply/marker.ts';
import type { RequestId } from '../request/request.ts';
import { threadKey } from '../thread/thread.ts';
import { type Asked, type Edition, hasStanding } from './asked.ts';
import type { Play } from './play.ts';
import { editionOf, isDealtWith, type Said, saidOf, turnOf } from './replies.ts';
import { isWritten } from './session-log.ts';
import { isAnsweredByRouter } from './words.ts';

/** What is wrong with the last words on what was asked. */
export function settledOnce(all: Play, said: readonly Said[]): readonly string[] {
  return [
    ...all.asked.filter(({ author }) => hasStanding(author)).flatMap((asked) => settled(all, said, asked)),
    ...said.flatMap((one) => isOfItsWords(all, said, one)),
    ...notTakenTwice(all),
    ...all.restless.map((id) => `${id} is taken up again and again`),
  ];
}

/**
 * One last word for each request; a request that was cancelled may have none but that it was. A run that could not see
 * that a request was refused, seconds before it began, may answer it all the same: an answer that is there is given.
 */
function settled(all: Play, said: readonly Said[], asked: Asked): readonly string[] {
  const words = saidOf(said, asked).filter(({ marker }) => isFinal(marker));
  const ids = new Set(words.map(({ marker }) => marker.requestId));
  const late = said.filter(({ marker }) => marker.from !== undefined && marker.outcome === 'answered');
  return [
    ...[...ids].flatMap((id) => oneLastWord(all, id, words)),
    ...answeredTwice(all, said, asked, words),
    ...(isDealtWith(all, said, asked) ? [] : [`${asked.id} got no answer`]),
    ...[...ids]
      .map((id) => [id, late.filter(({ marker }) => marker.requestId === id).length] as const)
      .flatMap(([id, count]) => (count > 1 ? [`${id} was answered ${count} times in the pull request`] : [])),
  ];
}

function oneLastWord(all: Play, id: RequestId, words: readonly Said[]): readonly string[] {
  const own = words.filter(({ marker }) => marker.requestId === id);
  const outcomes = own.map(({ marker }) => marker.outcome).join(', ');
  const isExcused =
    // An answer that waited in its outbox is given by re-running its publication, though its session was deleted meanwhile.
    ((all.late || all.overlapped || all.tampered) && outcomes === 'refused, answered') ||
    // With its ledger, a thread forgets what it refused.
    (all.tampered && outcomes === 'refused, refused');
  // What the router answers is in no ledger: an edit of it may be answered under the same id.
  const texts = new Set(own.map(({ marker }) => marker.textDigest));
  const isOfOtherTexts = !texts.has(undefined) && texts.size === own.length;
  return own.length > 1 && !isExcused && !isOfOtherTexts ? [`${id} got ${own.length} last words: ${outcomes}`] : [];
}

function answeredTwice(all: Play, said: readonly Said[], asked: Asked, words: readonly Said[]): readonly string[] {
  const answers = words.filter(({ marker }) => marker.outcome === 'answered');
  const texts = answers.map((one) => editionOf(all, said, asked, one)?.text);
  // Whoever puts such a word back says it once more.
  const editions = asked.editions.filter((edition) => !isAnsweredByRouter(edition.words));
  const twice = editions.filter(({ text }) => texts.filter((each) => each === text).length > 1);
  return [...new Set(twice.map(({ token }: Edition) => token))].map((token) => `${token} was answered twice`);
}

/** An answer comes from a turn that was asked with the words of its request; the one to a retry, with those of another. */
function isOfItsWords(all: Play, said: readonly Said[], one: Said): readonly string[] {
  const { marker, thread } = one;
  const turn = turnOf(said, one);
  if (turn === undefined || marker.outcome !== 'answered') return [];
  const asked = all.asked.find((each) => saidOf([one], each).length > 0);
  const edition = asked && editionOf(all, said, asked, one);
  if (!edition || edition.words === 'retry') return [];
  const tokens = all.turns[turn]?.tokens ?? [];
  const isThere = tokens.some((token) => token === edition.token);
  return isThere
    ? []
    : [
        `${marker.requestId} of ${threadKey(thread)} was answered by turn ${turn}, which was asked ${tokens.join(', ')}`,
      ];
}

/** An answer that was stored is not made a second time. */
function notTakenTwice(all: Play): readonly string[] {
  const { turns, runs, tampered, overlapped, hidden, late } = all;
  if (tampered || overlapped || late || hidden.size > 0) return [];
  const kept = turns.filter(({ end, kept: isKept }, index) => end === 'answered' && isKept() && isWritten(all, index));
  const tokens = kept.flatMap((turn) => turn.tokens);
  return [...new Set(tokens.filter((token, index) => tokens.indexOf(token) !== index))].map(
    (token) => `${token} was answered and stored twice, in ${runs.length} runs`,
  );
}
