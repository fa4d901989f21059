import { expect, test } from 'vitest';
import { readMarkers, renderMarker } from '../reply/marker.ts';
import { type Request, revised } from '../request/request.ts';
import {
  answers,
  aPolicy,
  fakeAgent,
  issue12,
  NEW_SESSION,
  openingRequest,
  type RunOrder,
  type ScriptedTurn,
  type ThreadWorld,
  tellThatItStopped,
  threadWorld,
} from '../testing/index.ts';

const first = { thread: issue12, request: openingRequest, start: 'new', runId: 701 } as const;
const swept: RunOrder = { ...first, start: 'either', source: { kind: 'named', id: 'issue-12' }, runId: 702 };

const timesOut: ScriptedTurn = () => ({ kind: 'timed-out', sessionId: NEW_SESSION, after: 'wall', minutes: 30 });

const markersOf = ({ conversation }: ThreadWorld, { id }: Pick<Request, 'id'> = openingRequest): readonly string[] =>
  conversation
    .transcript(issue12)
    .filter(({ author }) => author.login === aPolicy.ownLogin)
    .flatMap(({ body }) => readMarkers(body))
    .filter(({ requestId }) => requestId === id)
    .map(({ outcome }) => outcome);

/** A run that is cancelled in its turn. */
async function cancelled(world: ThreadWorld, order: RunOrder): Promise<void> {
  const controller = new AbortController();
  const agent = fakeAgent(({ sessionId = NEW_SESSION }) => {
    controller.abort();
    return { kind: 'cancelled', sessionId };
  });
  await world.run({ ...order, agent, cancelled: controller.signal });
}

test('a request that was cancelled, and whose notifier was lost as well, is told so by whoever looks for its answer', async () => {
  const world = threadWorld();
  await cancelled(world, first);
  expect(markersOf(world)).toEqual([]);
  const agent = fakeAgent();
  await world.run({ ...swept, agent });
  await world.run({ ...swept, runId: 703, agent });
  expect(agent.orders).toEqual([]);
  expect(markersOf(world)).toEqual(['cancelled']);
});

test('an edit that was promised, and whose request was cancelled with its words, is told so', async () => {
  const world = threadWorld();
  world.clock.advance(10);
  world.conversation.editThread(issue12, 'Sum all columns.', 'alice');
  await cancelled(world, first);
  await tellThatItStopped(world, first, 'cancelled');
  const edit = revised('issue-12', 'Add up\n\nSum all columns.');
  world.conversation.commentAs(
    aPolicy.ownLogin,
    issue12,
    renderMarker({ requestId: edit, outcome: 'postponed', run: '702.1' }),
  );
  const agent = fakeAgent();
  const named = { ...openingRequest, id: edit };
  await world.run({ ...swept, request: named, source: { kind: 'named', id: edit }, runId: 703, agent });
  expect(agent.orders).toEqual([]);
  expect(markersOf(world, named)).toEqual(['postponed', 'cancelled']);
});

test('an edit that was promised long before its request was cancelled with its words is told so, once', async () => {
  const world = threadWorld();
  world.clock.advance(10);
  world.conversation.editThread(issue12, 'Sum all columns.', 'alice');
  const edit = revised('issue-12', 'Add up\n\nSum all columns.');
  const promise = renderMarker({ requestId: edit, outcome: 'postponed', run: '702.1', session: 'none' });
  world.conversation.commentAs(aPolicy.ownLogin, issue12, promise);
  world.clock.advance(900);
  await cancelled(world, first);
  await tellThatItStopped(world, first, 'cancelled');
  const request = world.ask('alice', issue12, 'Go on');
  await world.run({ ...first, start: 'continue', request, runId: 703 });
  const named = { ...openingRequest, id: edit };
  const sweptEdit: RunOrder = { ...swept, request: named, source: { kind: 'named', id: edit } };
  await world.run({ ...sweptEdit, runId: 704 });
  await world.run({ ...sweptEdit, runId: 705 });
  expect(markersOf(world, named)).toEqual(['postponed', 'cancelled']);
});

test('an edit that was cancelled in a run of its request is told so, though the first words have their answer', async () => {
  const world = threadWorld();
  await world.run({ ...first, stopAfter: 'bundle', untold: true });
  world.clock.advance(10);
  world.conversation.editThread(issue12, 'Sum all columns.', 'alice');
  await cancelled(world, { ...first, start: 'either', runId: 702 });
  await tellThatItStopped(world, { ...first, runId: 702 }, 'cancelled');
  const id = revised('issue-12', 'Add up\n\nSum all columns.');
  const named: RunOrder = { ...swept, request: { ...openingRequest, id }, source: { kind: 'named', id }, runId: 703 };
  await world.run(named);
  expect(markersOf(world)).toEqual(['answered']);
  expect(markersOf(world, { id })).toEqual(['cancelled']);
});

test('a reset that was deleted before its turn does not hide that the session is gone', async () => {
  const world = threadWorld();
  await world.run(first);
  for (const { id } of await world.artifacts.store.list('codex-worker-session-issue-12')) {
    await world.artifacts.store.remove(id);
  }
  world.clock.advance(60);
  const reset = world.ask('alice', issue12, '/codex reset');
  world.conversation.deleteComment(Number(/\d+/.exec(reset.id)?.[0]));
  await world.run({ ...first, start: 'either', request: reset, runId: 702 });
  world.clock.advance(60);
  const request = world.ask('alice', issue12, 'Go on');
  const { restored } = await world.run({ ...first, start: 'continue', request, runId: 703 });
  expect(restored.state.status).toBe('expired');
});

test('a failure whose publication was lost is published by the next run, as it was promised', async () => {
  const world = threadWorld();
  await world.run({ ...first, agent: fakeAgent(timesOut), stopAfter: 'bundle', untold: true });
  const marker = renderMarker({ requestId: 'issue-12', outcome: 'postponed', run: '701.1' });
  world.conversation.commentAs(aPolicy.ownLogin, issue12, marker);
  await world.run({ ...swept, agent: fakeAgent() });
  expect(markersOf(world)).toEqual(['postponed', 'failed']);
});

test('a lost reply to a failure leaves it to be asked again', async () => {
  const world = threadWorld();
  await world.run({ ...first, agent: fakeAgent(timesOut), stopAfter: 'bundle', untold: true });
  for (const { id } of await world.artifacts.store.list('codex-worker-outbox-issue-12-701')) {
    await world.artifacts.store.remove(id);
  }
  await world.run({ ...swept });
  await world.run({ ...first, attempt: 2 });
  expect(markersOf(world)).toEqual(['failed', 'answered']);
});

test('a failure that nobody was told of gives way to the answer of the next attempt', async () => {
  const world = threadWorld();
  await world.run({ ...first, agent: fakeAgent(timesOut), stopAfter: 'bundle', untold: true });
  await world.run({ ...first, attempt: 2, agent: fakeAgent(answers('The sum is 3.')) });
  expect(markersOf(world)).toEqual(['answered']);
  expect(world.conversation.transcript(issue12).filter(({ body }) => body.includes('The sum is 3.'))).toHaveLength(1);
});

test('the outbox of an attempt whose session was never stored is not published', async () => {
  const world = threadWorld();
  await cancelled(world, first);
  await world.run({ ...first, attempt: 2, stopAfter: 'outbox', untold: true });
  world.clock.advance(60);
  const request = world.ask('alice', issue12, 'Go on');
  await world.run({ ...first, start: 'continue', request, runId: 702 });
  expect(markersOf(world)).toEqual([]);
  expect(markersOf(world, request)).toEqual(['answered']);
});

test('what failed, was run again and was cancelled before that began is open, as it was promised', async () => {
  const world = threadWorld();
  await world.run({ ...first, agent: fakeAgent(timesOut) });
  world.clock.advance(60);
  await tellThatItStopped(world, { ...first, attempt: 2 }, 'cancelled-before-start');
  const agent = fakeAgent();
  await world.run({ ...swept, agent });
  expect(agent.orders).toHaveLength(1);
  expect(markersOf(world)).toEqual(['failed', 'postponed', 'answered']);
});

test('a first turn that was cut off after it had changed files left no session, and none is said to be lost', async () => {
  const world = threadWorld();
  const agent = fakeAgent(() => {
    world.repository.write('half.txt', 'Half');
    return { kind: 'failed', sessionId: NEW_SESSION, code: 'quota', detail: 'No quota.' };
  });
  await world.run({ ...first, agent });
  expect(world.repository.branches()).toHaveLength(2);
  world.clock.advance(60);
  const request = world.ask('alice', issue12, 'Go on');
  await world.run({ ...first, start: 'continue', request, runId: 702 });
  expect(markersOf(world, request)).toEqual(['answered']);
});

test('a request that was cancelled, promised again and then deleted is told so, once', async () => {
  const world = threadWorld();
  await world.run(first);
  world.clock.advance(60);
  const request = world.ask('alice', issue12, 'Go on');
  for (const outcome of ['cancelled', 'postponed'] as const) {
    const marker = renderMarker({ requestId: request.id, outcome, run: '702.1' });
    world.conversation.commentAs(aPolicy.ownLogin, issue12, marker);
  }
  world.conversation.deleteComment(Number(/\d+/.exec(request.id)?.[0]));
  const named: RunOrder = { ...first, start: 'continue', request, source: { kind: 'named', id: request.id } };
  await world.run({ ...named, runId: 703 });
  await world.run({ ...named, runId: 704 });
  expect(markersOf(world, request)).toEqual(['cancelled', 'postponed', 'refused']);
});
