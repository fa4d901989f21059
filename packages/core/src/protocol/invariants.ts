import { REQUEST_TRAILER } from '../proposal/commit-message.ts';
import { isFinal } from '../reply/marker.ts';
import { inOrder, type RequestId } from '../request/request.ts';
import { type Thread, threadKey } from '../thread/thread.ts';
import { type Asked, BRANCH, type Play } from './play.ts';
import { type Said, saidIn } from './replies.ts';
import type { TurnTaken } from './scripted-codex.ts';

/** Every promise of the protocol that was broken, as sentences; none, where all were kept. */
export function brokenPromises(all: Play): readonly string[] {
  const said = saidIn(all.world, all.asked);
  return [
    ...all.asked.flatMap((asked) => (asked.mayAsk ? settledOnce(all, asked, said) : leftAlone(asked, said, all.turns))),
    ...threadsOf(all).flatMap((thread) => inTheirOrder(all, thread, said)),
    ...(lostSight(all) ? [] : all.turns.flatMap(wentOn)),
    ...said.flatMap((one) => changeLanded(all, one)),
    ...onePullRequest(all),
    ...notTakenTwice(all),
  ];
}

const threadsOf = ({ asked }: Play): readonly Thread[] => [
  ...new Map(asked.map(({ thread }) => [threadKey(thread), thread])).values(),
];

/**
 * One last word for each request; a request that was cancelled may have none but that it was. A run that could not see
 * that a request was refused, seconds before it began, may answer it all the same: an answer that is there is given.
 */
function settledOnce(all: Play, { request: { id }, thread }: Asked, said: readonly Said[]): readonly string[] {
  const own = said.filter(({ marker }) => marker.requestId === id);
  const here = own.filter((one) => threadKey(one.thread) === threadKey(thread));
  const words = here.filter(({ marker }) => isFinal(marker)).map(({ marker }) => marker.outcome);
  const late = own.filter(({ marker }) => marker.from !== undefined && marker.outcome === 'answered');
  const cancelled = here.some(({ marker }) => marker.outcome === 'cancelled');
  return [
    ...(words.length > 1 && !((all.late || all.overlapped) && words.join() === 'refused,answered')
      ? [`${id} got ${words.length} last words: ${words.join(', ')}`]
      : []),
    ...(words.length === 0 && !cancelled ? [`${id} got no answer`] : []),
    ...(late.length > 1 ? [`${id} was answered ${late.length} times in the pull request`] : []),
  ];
}

function leftAlone({ request: { id } }: Asked, said: readonly Said[], turns: readonly TurnTaken[]): readonly string[] {
  return [
    ...(said.some(({ marker }) => marker.requestId === id) ? [`${id} of somebody who may not ask got a reply`] : []),
    ...(turns.some(({ requestId }) => requestId === id) ? [`${id} of somebody who may not ask got a turn`] : []),
  ];
}

/**
 * Answers of a thread come in the order of its requests, among those that were there to be seen when the first of them
 * was taken: a request that failed or was cancelled comes when it is asked again, one that GitHub's lists hid comes when
 * they show it, and the opening text, or what is older than the thread's session, only with its own run.
 */
function inTheirOrder(all: Play, thread: Thread, said: readonly Said[]): readonly string[] {
  // Where the store lost a session, answers are given again later; two runs at once keep no order.
  if (all.tampered || all.overlapped) return [];
  const failed = new Set(all.turns.filter(({ end }) => end !== 'answered').map(({ requestId }) => requestId));
  const cancelled = new Set(
    said.filter(({ marker }) => marker.outcome === 'cancelled').map(({ marker }) => marker.requestId),
  );
  const requests = new Map(all.asked.map(({ request }) => [request.id, request]));
  const answered = said
    .filter((one) => threadKey(one.thread) === threadKey(thread) && one.marker.outcome === 'answered')
    .flatMap(({ marker: { requestId: id, from } }) => {
      const request = requests.get(id);
      const isExempt =
        from !== undefined ||
        id.startsWith('issue-') ||
        [failed, cancelled, all.hidden, all.beforeSession].some((set) => set.has(id));
      return request && !isExempt ? [request] : [];
    });
  return answered.flatMap((request, index) => {
    const before = answered[index - 1];
    return before && inOrder(before, request) > 0 ? [`${request.id} was answered after ${before.id}`] : [];
  });
}

/**
 * Nothing tells that there was a session where its artifact was taken away within the seconds in which GitHub's lists do
 * not show the last answer either, or where the opening then comes a second time, in a first attempt: GitHub
 * starts one run for it.
 */
const lostSight = ({ tampered, late, runs }: Play): boolean =>
  tampered && (late || runs.filter(({ asked }) => asked.request.id === 'issue-12').length > 1);

/** A turn resumes the session that holds every answer that stands in its thread. */
function wentOn({ requestId, resumes, hadTranscript, knows, visible }: TurnTaken, index: number): readonly string[] {
  const forgotten = visible.filter((id) => !knows.has(id));
  return [
    ...(resumes !== undefined && !hadTranscript
      ? [`turn ${index} (${requestId}) resumed a session without its transcript`]
      : []),
    ...(forgotten.length > 0 ? [`turn ${index} (${requestId}) did not know of ${forgotten.join(', ')}`] : []),
  ];
}

/** What Codex changed for an answer is in exactly one commit, or the answer says that it was not pushed. */
function changeLanded(all: Play, { marker: { requestId: id, outcome }, comment: { body } }: Said): readonly string[] {
  const turn = Number(/From turn (\d+)\./.exec(body)?.[1] ?? -1);
  if (outcome !== 'answered' || !all.turns[turn]?.changed) return [];
  const history = all.world.repository.history(BRANCH);
  const own = history.filter(({ message }) => message.includes(`${REQUEST_TRAILER}: ${id}\n`));
  if (own.length > 1) return [`the change of ${id} is on the branch ${own.length} times`];
  // Two runs at once may each answer a request: one's commit and the other's words are what people see.
  const isOf = (text: string | undefined) => (all.overlapped ? text !== undefined : text === `turn ${turn}`);
  const isThere = [...history, ...all.deletedCommits].some(({ files }) => isOf(files.get(`${id}.txt`)));
  const saysSo = /was not pushed|no longer applies/.test(body);
  return isThere || saysSo ? [] : [`the change of ${id} (turn ${turn}) is nowhere, and its reply does not say so`];
}

function onePullRequest({ world }: Play): readonly string[] {
  const count = world.proposals.all().length;
  return count > 1 ? [`there are ${count} pull requests`] : [];
}

/** An answer that was stored is not made a second time. */
function notTakenTwice({ turns, runs, tampered, overlapped, hidden, late }: Play): readonly string[] {
  if (tampered || overlapped || late || hidden.size > 0) return [];
  const kept = turns.filter(({ end, kept: isKept }) => end === 'answered' && isKept());
  const ids = kept.map(({ requestId }) => requestId);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))].map(
    (id: RequestId) => `${id} was answered and stored twice, in ${runs.length} runs`,
  );
}
