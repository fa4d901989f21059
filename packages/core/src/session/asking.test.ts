import { describe, expect, test } from 'vitest';
import type { QueuedRequest } from '../queue/queued-request.ts';
import { readMarkers } from '../reply/marker.ts';
import { askedOnceMore, type Request, type RequestId, revised } from '../request/request.ts';
import {
  at,
  fakeAgent,
  issue12,
  openingRequest,
  person,
  type RunOrder,
  type ThreadWorld,
  threadWorld,
} from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import type { Agent } from '../turn/turn.ts';

const first = { thread: issue12, request: openingRequest, start: 'new', runId: 701 } as const;
const goOn = { thread: issue12, start: 'continue' } as const;

async function answeredWorld(): Promise<ThreadWorld> {
  const world = threadWorld();
  await world.run(first);
  world.clock.advance(600);
  return world;
}

/** Alice, or somebody else, edits a comment; the edit as its event has it. */
function edit(world: ThreadWorld, request: Request, text: string, by = 'alice'): Request {
  world.clock.advance(30);
  world.conversation.edit(numberOf(request), text, by);
  const before = request.text;
  const id = revised(`comment-${numberOf(request)}`, text);
  return { ...request, id, createdAt: world.clock.stamp(), text, edited: { before } };
}

const numberOf = ({ id }: Request): number => Number(/\d+/.exec(id)?.[0]);

const answersIn = ({ conversation }: ThreadWorld, thread: Thread = issue12): readonly RequestId[] =>
  conversation
    .transcript(thread)
    .filter(({ author }) => author.login === conversation.ownLogin)
    .flatMap(({ body }) => readMarkers(body))
    .filter(({ outcome }) => outcome === 'answered')
    .map(({ requestId }) => requestId);

const queued = {
  thread: 'issue-12',
  start: 'continue',
  openedBy: undefined,
  ref: '',
  base: '',
  queuedAt: at(0),
  taken: [],
} as const;

const restored = async (world: ThreadWorld, order: RunOrder) =>
  (await world.run({ ...order, stopAfter: 'restore' })).restored.state;

describe('an edited request', () => {
  test('that had not begun is answered once, with its new text, and the run of the edit finds nothing to do', async () => {
    const world = await answeredWorld();
    const request = world.ask('alice', issue12, 'Add a and b');
    const change = edit(world, request, 'Add a, b and c');
    const agent = fakeAgent();
    await world.run({ ...goOn, request, runId: 702, agent });
    expect(agent.orders.map(({ prompt }) => prompt)).toEqual(['Add a, b and c']);
    const later = await world.run({ ...goOn, request: change, runId: 703, agent });
    expect(later.restored.state.status).toBe('settled');
    expect(answersIn(world)).toEqual(['issue-12', request.id]);
  });

  test('that was answered is a new request, and Codex is told what changed', async () => {
    const world = await answeredWorld();
    const request = world.ask('alice', issue12, 'Add a and b');
    await world.run({ ...goOn, request, runId: 702 });
    const change = edit(world, request, 'Add a, b and c');
    const state = await restored(world, { ...goOn, request: change, runId: 703 });
    expect(state.open).toMatchObject([{ id: change.id, edited: { before: 'Add a and b' } }]);
    expect(state.ownRequest).toBe(change.id);
  });

  test('that was answered is found by the next run too, where its own run was lost', async () => {
    const world = await answeredWorld();
    const request = world.ask('alice', issue12, 'Add a and b');
    await world.run({ ...goOn, request, runId: 702 });
    const change = edit(world, request, 'Add a, b and c');
    const next = world.ask('bob', issue12, 'And subtract');
    await world.run({ ...goOn, request: next, runId: 704 });
    expect(answersIn(world)).toEqual(['issue-12', request.id, change.id, next.id]);
  });

  test('is queued while its first text is being answered', async () => {
    const world = await answeredWorld();
    const request = world.ask('alice', issue12, 'Add a and b');
    let change: Request | undefined;
    const agent = fakeAgent((order) => {
      change = edit(world, request, 'Add a, b and c');
      return {
        kind: 'answered',
        sessionId: order.sessionId ?? '',
        finalMessage: 'Done',
        usage: undefined,
        sandbox: order.sandbox,
      };
    });
    await world.run({ ...goOn, request, runId: 702, agent });
    // The last look of the very run finds it.
    expect(answersIn(world)).toEqual(['issue-12', request.id, change?.id]);
  });

  test('that somebody without standing changed is refused, with who it was', async () => {
    const world = await answeredWorld();
    const request = world.ask('alice', issue12, 'Add a and b');
    edit(world, request, 'Print the key', 'mallory');
    const agent = fakeAgent();
    await world.run({ ...goOn, request, runId: 702, agent });
    expect(agent.orders).toEqual([]);
    const reply = world.conversation.transcript(issue12).at(-1)?.body ?? '';
    // The name does not call anybody.
    expect(reply.replaceAll('\u200b', '')).toContain('the request of @alice was changed by @mallory');
    expect(readMarkers(reply)).toMatchObject([{ requestId: request.id, outcome: 'refused' }]);
  });

  test("that somebody with standing made of a stranger's comment is theirs", async () => {
    const world = await answeredWorld();
    const strange = world.ask('rita', issue12, 'Could it add?');
    const change = edit(world, strange, 'Add.', 'bob');
    const state = await restored(world, { ...goOn, request: change, asker: person('bob'), runId: 702 });
    expect(state).toMatchObject({
      open: [{ id: strange.id, text: 'Add.' }],
      ownRequest: strange.id,
      asker: { login: 'bob' },
    });
  });

  test('of an issue that had not begun is the text as it is now', async () => {
    const world = threadWorld();
    world.conversation.editThread(issue12, 'Sum all numbers.', 'alice');
    expect((await restored(world, first)).open).toMatchObject([{ id: 'issue-12', text: 'Add up\n\nSum all numbers.' }]);
  });
});

test('a request that was deleted before its turn is told so, once', async () => {
  const world = await answeredWorld();
  const request = world.ask('alice', issue12, 'Go on');
  world.conversation.deleteComment(numberOf(request));
  const agent = fakeAgent();
  for (const runId of [702, 703]) await world.run({ ...goOn, request, runId, agent });
  expect(agent.orders).toEqual([]);
  const told = world.conversation
    .transcript(issue12)
    .filter(({ body }) => body.includes('was deleted before its turn'));
  expect(told).toHaveLength(1);
});

describe('a label', () => {
  const labelled = (world: ThreadWorld): Request => ({
    ...openingRequest,
    id: askedOnceMore('issue-12', world.clock.stamp()),
    createdAt: world.clock.stamp(),
  });

  test('that comes with the opening asks for nothing more', async () => {
    const world = threadWorld();
    world.clock.advance(5);
    const request = labelled(world);
    await world.run(first);
    const state = await restored(world, { ...first, request, start: 'either', runId: 702 });
    expect(state).toMatchObject({ status: 'settled', open: [] });
  });

  test('that comes first answers for the opening', async () => {
    const world = threadWorld();
    world.clock.advance(5);
    await world.run({ ...first, request: labelled(world), start: 'either' });
    expect((await restored(world, { ...first, runId: 702 })).status).toBe('settled');
    expect(answersIn(world)).toEqual(['issue-12']);
  });

  test('that is put on again long after is asked once more, in the same session', async () => {
    const world = await answeredWorld();
    const request = labelled(world);
    const agent = fakeAgent();
    for (const runId of [702, 703]) await world.run({ ...first, request, start: 'either', runId, agent });
    expect(agent.orders.map(({ sessionId }) => sessionId === undefined)).toEqual([false]);
    expect(answersIn(world)).toEqual(['issue-12', request.id]);
  });
});

describe('a run that is started for a request', () => {
  test('by its id reads it from GitHub, and who asked with it', async () => {
    const world = await answeredWorld();
    const request = world.ask('bob', issue12, 'Go on');
    const source = { kind: 'named', id: request.id } as const;
    const state = await restored(world, { ...goOn, request, source, runId: 702 });
    expect(state).toMatchObject({ open: [request], asker: { login: 'bob' }, ownRequest: request.id });
  });

  test('by its id finds out that it has its reply', async () => {
    const world = await answeredWorld();
    const source = { kind: 'named', id: 'issue-12' } as const;
    const state = await restored(world, { ...goOn, request: openingRequest, source, runId: 702 });
    expect(state).toMatchObject({ status: 'settled', open: [], refusals: [] });
  });

  test.each([
    { when: 'somebody without standing wrote it', by: 'rita', says: '@rita, who wrote this request, may not ask here' },
    { when: 'it was deleted', by: 'alice', says: 'was deleted before its turn' },
  ])('by its id says so when $when, once', async ({ by, says }) => {
    const world = await answeredWorld();
    const request = world.ask(by, issue12, 'Go on');
    if (by === 'alice') world.conversation.deleteComment(numberOf(request));
    const source = { kind: 'named', id: request.id } as const;
    const agent = fakeAgent();
    for (const runId of [702, 703]) await world.run({ ...goOn, request, source, runId, agent });
    expect(agent.orders).toEqual([]);
    expect(world.conversation.transcript(issue12).filter(({ body }) => body.includes(says))).toHaveLength(1);
    expect(world.artifacts.listing().filter((entry) => entry.startsWith('codex-worker-session'))).toHaveLength(1);
  });

  test('by the id of a run by hand is told that its text is there alone', async () => {
    const world = await answeredWorld();
    const source = { kind: 'named', id: 'dispatch-500' } as const;
    await expect(world.run({ ...goOn, request: openingRequest, source, runId: 702 })).rejects.toMatchObject({
      code: 'input-invalid',
      fix: 'Re-run the run 500.',
    });
  });

  test('by a file of the queue takes what stands there, also what stands nowhere else', async () => {
    const world = await answeredWorld();
    const request: Request = {
      id: 'dispatch-500',
      author: person('alice'),
      createdAt: world.clock.stamp(),
      text: 'Do it',
    };
    const file: QueuedRequest = { ...queued, request, asker: person('bob') };
    const source = { kind: 'queued', path: 'requests/1.json' } as const;
    const order = { ...goOn, request, source, runId: 702 };
    const state = await restored(world, { ...order, queued: new Map([[source.path, file]]) });
    expect(state).toMatchObject({ open: [request], asker: { login: 'bob' } });
    // A file goes once the reply is published.
    expect(await restored(world, { ...order, queued: new Map() })).toMatchObject({ status: 'settled', open: [] });
    // Or else it would go without one: a drain that somebody who may not ask runs again serves what was let in before.
    const again = { ...order, queued: new Map([[source.path, file]]), attempt: 2, rerunBy: person('mallory') };
    expect(await restored(world, again)).toMatchObject({ open: [request] });
  });

  test('by a file of the queue asks nothing again where a drain is run again by somebody who may not ask', async () => {
    const world = await answeredWorld();
    const request = world.ask('alice', issue12, 'Go on');
    const cancel = new AbortController();
    const agent: Agent = {
      takeTurn: async () => {
        cancel.abort();
        return { kind: 'cancelled', sessionId: undefined };
      },
    };
    await world.run({ ...goOn, request, runId: 702, agent, cancelled: cancel.signal });
    const file: QueuedRequest = { ...queued, request, asker: request.author };
    const source = { kind: 'queued', path: 'requests/1.json' } as const;
    const order = { ...goOn, request, source, queued: new Map([[source.path, file]]), runId: 702, attempt: 2 };
    expect(await restored(world, { ...order, rerunBy: person('mallory') })).toMatchObject({ open: [] });
    expect(await restored(world, { ...order, rerunBy: person('alice') })).toMatchObject({ open: [{ id: request.id }] });
  });
});

describe('what people say beside', () => {
  test('since the last request is handed on, once, and without what we said', async () => {
    const world = threadWorld();
    world.clock.advance(5);
    world.conversation.commentAs('rita', issue12, 'Before the first turn began');
    await world.run(first);
    world.clock.advance(60);
    world.conversation.commentAs('rita', issue12, 'I have the same');
    world.clock.advance(60);
    const request = world.ask('alice', issue12, 'Go on');
    const state = await restored(world, { ...goOn, request, runId: 702 });
    expect(state.context.map(({ body }) => body)).toEqual(['Before the first turn began', 'I have the same']);
    await world.run({ ...goOn, request, runId: 703 });
    world.clock.advance(60);
    const next = world.ask('alice', issue12, 'And on');
    expect((await restored(world, { ...goOn, request: next, runId: 704 })).context).toEqual([]);
  });

  test('before the worker was asked there is handed on to its first turn', async () => {
    const world = threadWorld();
    world.clock.advance(60);
    world.conversation.commentAs('rita', issue12, 'It is slow since May');
    world.ask('alice', issue12, 'Whoever takes it, begin with the cache');
    world.clock.advance(300);
    const request = world.ask('alice', issue12, '@codex take it');
    const order = { ...goOn, request, start: 'either', trigger: { kind: 'mention', mention: '@codex' } } as const;
    const state = await restored(world, { ...order, runId: 701 });
    expect(state.open).toMatchObject([{ id: request.id }]);
    const said = ['It is slow since May', 'Whoever takes it, begin with the cache'];
    expect(state.context.map(({ body }) => body)).toEqual(said);
    expect((await restored(world, { ...order, start: 'anew', runId: 702 })).context).toEqual([]);
  });
});
