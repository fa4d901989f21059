import { expect, test } from 'vitest';
import { readQueuedMarker, renderMarker, renderQueuedMarker } from '../reply/marker.ts';
import type { RequestId } from '../request/request.ts';
import { countedTurns } from '../standing/counted-turns.ts';
import type { TurnLimits } from '../standing/turn-limits.ts';
import { aPolicy, aRequest, aRun, at, fakeConversation, noLimits, person } from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import { promiseTurn } from './promise-turn.ts';

const issue12: Thread = { kind: 'issue', number: 12 };

/** A repository that counts turns by its comments; somebody asks in issue 12. */
function openRepository() {
  const conversation = fakeConversation();
  conversation.openThread(issue12, { title: 'Add up', body: '' });
  const turns = {
    turnsSince: async (_: string, before: number) =>
      countedTurns(conversation.transcript(issue12), { ownLogin: conversation.ownLogin, before }),
  };
  const ask = (id: RequestId, limits: Partial<TurnLimits>, by = 'alice', run = aRun) =>
    promiseTurn(
      { conversation, turns },
      { thread: issue12, request: aRequest(id, { by }), asker: person(by) },
      { limits: { ...noLimits, ...limits }, policy: aPolicy, run, now: at(5) },
    );
  const promises = () =>
    conversation.transcript(issue12).flatMap(({ author, body }) => {
      const promise = readQueuedMarker(body);
      return promise && author.login === conversation.ownLogin ? [`${promise.requestId} by ${promise.by}`] : [];
    });
  const say = (body: string) => conversation.post(issue12, body);
  return { conversation, turns, ask, promises, say };
}

test('without a limit nothing is said and nothing is counted', async () => {
  const { ask, promises } = openRepository();
  expect(await ask('comment-1', {})).toBeUndefined();
  expect(promises()).toEqual([]);
});

test('below the limit a turn is promised, and the promise names who asked', async () => {
  const { ask, promises } = openRepository();
  expect(await ask('comment-1', { turnsPerHour: 2 })).toBeUndefined();
  expect(promises()).toEqual(['comment-1 by alice']);
});

test('what was promised counts before it is answered: a burst gets no further than the limit', async () => {
  const { ask, promises } = openRepository();
  const ends = [];
  for (const id of ['comment-1', 'comment-2', 'comment-3', 'comment-4'] as const) {
    ends.push((await ask(id, { personTurnsPerHour: 2 }))?.input);
  }
  expect(ends).toEqual([undefined, undefined, 'person-turns-per-hour', 'person-turns-per-hour']);
  expect(promises()).toEqual(['comment-1 by alice', 'comment-2 by alice']);
});

test('of requests at the same moment exactly as many as the limit get through', async () => {
  const { ask, promises } = openRepository();
  const ids = ['comment-1', 'comment-2', 'comment-3', 'comment-4', 'comment-5'] as const;
  const ends = await Promise.all(ids.map((id) => ask(id, { turnsPerDay: 3 })));
  expect(ends.filter((end) => end === undefined)).toHaveLength(3);
  expect(promises()).toHaveLength(3);
});

test('an answer counts in the place of its promise, once, whoever reads it in two threads', async () => {
  const { ask, say } = openRepository();
  const answer = { requestId: 'comment-1', outcome: 'answered', run: '700.1', by: 'alice' } as const;
  await say(`Promised.\n\n${renderQueuedMarker({ requestId: 'comment-1', run: '700.1', by: 'alice' })}`);
  await say(`Done.\n\n${renderMarker(answer)}`);
  await say(`Answered elsewhere.\n\n${renderMarker({ ...answer, from: 'issue-12' })}`);
  expect(await ask('comment-2', { personTurnsPerHour: 2 })).toBeUndefined();
  expect(await ask('comment-3', { personTurnsPerHour: 2 })).toMatchObject({ most: 2 });
});

test('an edit of what was answered is promised a turn more', async () => {
  const { ask, say, conversation } = openRepository();
  await say(renderMarker({ requestId: 'comment-1', outcome: 'answered', run: '700.1', by: 'alice' }));
  conversation.commentAs('alice', issue12, 'Time goes by.');
  expect(await ask('comment-1.0123abcd', { personTurnsPerHour: 2 })).toBeUndefined();
  expect(await ask('comment-2', { personTurnsPerHour: 2 })).toMatchObject({ most: 2 });
});

test('what took no turn does not count: a refusal, a word that steers, a note of a queue without limits', async () => {
  const { ask, say } = openRepository();
  await say(renderMarker({ requestId: 'comment-1', outcome: 'refused', run: '700.1' }));
  await say(renderMarker({ requestId: 'comment-2', outcome: 'answered', run: '700.1', session: 'none' }));
  await say(renderQueuedMarker({ requestId: 'comment-3', run: '700.1' }));
  expect(await ask('comment-4', { turnsPerHour: 1 })).toBeUndefined();
});

test("nobody uses up somebody else's turns with a marker of their own", async () => {
  const { ask, conversation } = openRepository();
  conversation.commentAs('mallory', issue12, renderQueuedMarker({ requestId: 'comment-1', run: '1.1', by: 'alice' }));
  conversation.commentAs(
    'mallory',
    issue12,
    renderMarker({ requestId: 'comment-1', outcome: 'answered', run: '1.1', by: 'alice' }),
  );
  expect(await ask('comment-2', { personTurnsPerHour: 1 })).toBeUndefined();
});

test('another person has a limit of their own, and the repository one for all', async () => {
  const { ask } = openRepository();
  await ask('comment-1', { personTurnsPerHour: 1 });
  expect(await ask('comment-2', { personTurnsPerHour: 1 }, 'bob')).toBeUndefined();
  expect(await ask('comment-3', { turnsPerHour: 2 }, 'carol')).toMatchObject({ input: 'turns-per-hour' });
});

test('a run that is started again keeps its promise', async () => {
  const { ask, promises } = openRepository();
  await ask('comment-1', { turnsPerHour: 1 });
  expect(await ask('comment-1', { turnsPerHour: 1 }, 'alice', { ...aRun, attempt: 2 })).toBeUndefined();
  expect(promises()).toEqual(['comment-1 by alice']);
});

test('a run that is started again where its request has its last word promises nothing: it finds nothing to do', async () => {
  const { ask, say, promises } = openRepository();
  await say(renderMarker({ requestId: 'comment-1', outcome: 'refused', run: '700.1' }));
  expect(await ask('comment-1', { turnsPerHour: 1 }, 'alice', { ...aRun, attempt: 2 })).toBeUndefined();
  expect(promises()).toEqual([]);
});
