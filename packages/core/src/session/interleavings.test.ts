import { describe, expect, test } from 'vitest';
import { readMarkers } from '../reply/marker.ts';
import { askedOnceMore, type Request, revised } from '../request/request.ts';
import {
  answers,
  aPolicy,
  fakeAgent,
  issue12,
  NEW_SESSION,
  openingRequest,
  person,
  type RunOrder,
  type ScriptedTurn,
  type ThreadWorld,
  tellThatItStopped,
  threadWorld,
} from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';

const first = { thread: issue12, request: openingRequest, start: 'new', runId: 701 } as const;
const pr101: Thread = { kind: 'pr', number: 101 };
const ANOTHER_SESSION = '0199aaaa-0000-7000-8000-000000000002';

const texts = (agent: { readonly orders: readonly { readonly prompt: string }[] }) =>
  agent.orders.map(({ prompt }) => prompt.split('\n').at(-1));

function ask(world: ThreadWorld, text: string, thread: Thread = issue12, after = 60) {
  world.clock.advance(after);
  return world.ask('alice', thread, text);
}

async function answered(): Promise<ThreadWorld> {
  const world = threadWorld();
  await world.run(first);
  return world;
}

const marked = ({ conversation }: ThreadWorld, thread: Thread = issue12): readonly string[] =>
  [...conversation.transcript(thread), ...conversation.codeTranscript(thread)]
    .filter(({ author }) => author.login === aPolicy.ownLogin)
    .flatMap(({ body }) => readMarkers(body).map(({ requestId, outcome }) => `${requestId} ${outcome}`));

const inAnother: ScriptedTurn = (order, signal) =>
  answers('New', { sessionId: order.sessionId ?? ANOTHER_SESSION })(order, signal);

const cancels =
  (controller: AbortController): ScriptedTurn =>
  ({ sessionId }) => {
    controller.abort();
    return { kind: 'cancelled', sessionId: sessionId ?? NEW_SESSION };
  };

describe('a run that is stopped', () => {
  test("at another run's request records that one, which is not repeated unasked", async () => {
    const world = await answered();
    const one = ask(world, 'One');
    const two = ask(world, 'Two');
    const controller = new AbortController();
    const order: RunOrder = { thread: issue12, request: one, start: 'continue', runId: 702 };
    await world.run({ ...order, agent: fakeAgent(answers('1'), cancels(controller)), cancelled: controller.signal });
    await tellThatItStopped(world, order, 'cancelled');
    const agent = fakeAgent();
    await world.run({ ...order, request: two, runId: 703, agent });
    expect(texts(agent)).toEqual([]);
    expect(marked(world).filter((m) => m.startsWith(two.id))).toEqual([`${two.id} cancelled`]);
  });

  test('before it came to its own request leaves that open', async () => {
    const world = await answered();
    const one = ask(world, 'One');
    const two = ask(world, 'Two');
    const controller = new AbortController();
    const order: RunOrder = { thread: issue12, request: two, start: 'continue', runId: 702 };
    await world.run({ ...order, agent: fakeAgent(cancels(controller)), cancelled: controller.signal });
    await tellThatItStopped(world, order, 'cancelled');
    const agent = fakeAgent();
    await world.run({ ...order, request: ask(world, 'Three'), runId: 703, agent });
    expect(texts(agent)).toEqual(['Two', 'Three']);
    expect(marked(world)).toContain(`${one.id} cancelled`);
  });
});

describe('a new session on purpose', () => {
  test('does not take the old one from what was asked before it', async () => {
    const world = await answered();
    ask(world, 'One');
    const reset = ask(world, '/codex reset\n\nTwo');
    const agent = fakeAgent(answers('1'), inAnother);
    await world.run({ thread: issue12, request: reset, start: 'either', runId: 702, agent });
    expect(agent.orders.map(({ sessionId }) => sessionId)).toEqual([NEW_SESSION, undefined]);
  });

  test('is not begun again by the run of a reset that another run has carried out', async () => {
    const world = await answered();
    const one = ask(world, 'One');
    const reset = ask(world, '/codex reset\n\nTwo');
    const order = { thread: issue12, start: 'continue' } as const;
    const agent = fakeAgent(answers('1'), inAnother);
    await world.run({ ...order, request: one, runId: 702, agent, stopAfter: 'bundle' });
    await world.run({ ...order, start: 'either', request: reset, runId: 703 });
    const next = fakeAgent();
    await world.run({ ...order, request: ask(world, 'Three'), runId: 704, agent: next });
    expect(next.orders).toMatchObject([{ sessionId: ANOTHER_SESSION }]);
  });

  test('by hand is not begun again by a second attempt', async () => {
    const world = await answered();
    world.clock.advance(60);
    const request = { ...openingRequest, id: 'dispatch-702', createdAt: world.clock.stamp(), text: 'New' } as const;
    const order: RunOrder = { thread: issue12, request, start: 'anew', runId: 702 };
    await world.run({ ...order, agent: fakeAgent(inAnother), stopAfter: 'bundle' });
    await world.run({ ...order, attempt: 2 });
    const next = fakeAgent();
    await world.run({ ...order, start: 'continue', request: ask(world, 'Go on'), runId: 704, agent: next });
    expect(next.orders).toMatchObject([{ sessionId: ANOTHER_SESSION }]);
  });

  test('in a pull request of ours does not look older than the answers of the one before it', async () => {
    const world = threadWorld();
    world.repository.commit('codex/issue-12', { 'a.txt': 'a' });
    await world.proposals.open({ branch: 'codex/issue-12', base: 'main', title: 'x', body: '', draft: false });
    world.conversation.openThread(pr101, { title: 'Add up', body: '', by: aPolicy.ownLogin });
    const number = world.proposals.all()[0]?.number;
    expect(number).toBe(101);
    const order = { thread: pr101, start: 'either' } as const;
    await world.run({ ...order, request: ask(world, 'One', pr101), runId: 702 });
    for (const { id } of await world.artifacts.store.list('codex-worker-session-pr-101'))
      await world.artifacts.store.remove(id);
    await world.run({ ...order, request: ask(world, '/codex reset', pr101), runId: 703 });
    const end = await world.run({ ...order, request: ask(world, 'Two', pr101), runId: 704 });
    expect(end.restored.state.status).toBe('resumed');
  });
});

describe('a promise', () => {
  test('to take a request up is kept by the run that begins the session later', async () => {
    const world = threadWorld();
    world.conversation.openThread(pr101, { title: 'Add up', body: '', by: 'rita' });
    world.repository.commit('feature', { 'a.txt': 'a' });
    await world.proposals.open({ branch: 'feature', base: 'main', title: 'x', body: '', draft: false });
    const one = ask(world, 'One', pr101);
    const order = { thread: pr101, start: 'either' } as const;
    await tellThatItStopped(world, { ...order, request: one, runId: 702 }, 'cancelled-before-start');
    const agent = fakeAgent();
    await world.run({ ...order, request: ask(world, 'Two', pr101), runId: 703, agent });
    expect(texts(agent)).toEqual(['One', 'Two']);
  });

  test('to take an edited review up is kept', async () => {
    const world = threadWorld();
    world.conversation.openThread(pr101, { title: 'Add up', body: '', by: aPolicy.ownLogin });
    world.repository.commit('feature', { 'a.txt': 'a' });
    await world.proposals.open({ branch: 'feature', base: 'main', title: 'x', body: '', draft: false });
    world.clock.advance(60);
    const review = world.conversation.reviewAs('alice', pr101, { body: 'Rename it', notes: [] });
    const createdAt = world.clock.stamp();
    const request: Request = { id: `review-${review}`, author: person('alice'), createdAt, text: 'Rename it' };
    const order = { thread: pr101, start: 'either' } as const;
    await world.run({ ...order, request, runId: 702 });
    world.clock.advance(60);
    world.conversation.editReview(review, 'Rename it to sum');
    const edit = { ...request, id: revised(`review-${review}`, 'Rename it to sum') };
    await tellThatItStopped(world, { ...order, request: edit, runId: 703 }, 'cancelled-before-start');
    const agent = fakeAgent();
    await world.run({ ...order, request: ask(world, 'Two', pr101), runId: 704, agent });
    expect(agent.orders.map(({ prompt }) => prompt)).toEqual([expect.stringContaining('Rename it to sum'), 'Two']);
    expect(marked(world, pr101)).toContain(`${edit.id} answered`);
  });
});

describe('retry', () => {
  test('does not take up an issue that nobody asked for', async () => {
    const world = threadWorld();
    const agent = fakeAgent();
    const request = ask(world, '/codex retry');
    await world.run({
      thread: issue12,
      request,
      start: 'either',
      runId: 702,
      agent,
      trigger: { kind: 'mention', mention: '@codex' },
    });
    expect(agent.orders).toEqual([]);
  });

  test('never takes up itself, nor another retry that failed before any session', async () => {
    const world = threadWorld();
    const noQuota: ScriptedTurn = () => ({ kind: 'failed', sessionId: undefined, code: 'quota', detail: 'No quota.' });
    await world.run({ ...first, agent: fakeAgent(noQuota) });
    const retry = ask(world, '/codex retry');
    const order: RunOrder = { thread: issue12, request: retry, start: 'either', runId: 702 };
    await world.run({ ...order, agent: fakeAgent(noQuota) });
    const agent = fakeAgent();
    await world.run({ ...order, attempt: 2, agent });
    await world.run({ ...order, request: ask(world, '/codex retry'), runId: 703, agent });
    expect(texts(agent)).toEqual(['Sum all lines.']);
  });

  test('takes up all that failed together', async () => {
    const world = await answered();
    ask(world, 'One');
    const two = ask(world, 'Two');
    const order: RunOrder = { thread: issue12, request: two, start: 'continue', runId: 702, coalesce: true };
    const quota: ScriptedTurn = ({ sessionId }) => ({ kind: 'failed', sessionId, code: 'quota', detail: 'No.' });
    await world.run({ ...order, agent: fakeAgent(quota) });
    const agent = fakeAgent();
    await world.run({ ...order, request: ask(world, '/codex retry'), runId: 703, agent });
    expect(agent.orders[0]?.prompt).toContain('One');
    expect(agent.orders[0]?.prompt).toContain('Two');
  });

  test('does not take up what was edited and answered since', async () => {
    const world = await answered();
    const one = ask(world, 'One');
    const order: RunOrder = { thread: issue12, request: one, start: 'continue', runId: 702 };
    const quota: ScriptedTurn = ({ sessionId }) => ({ kind: 'failed', sessionId, code: 'quota', detail: 'No.' });
    await world.run({ ...order, agent: fakeAgent(quota) });
    world.clock.advance(60);
    world.conversation.edit(Number(one.id.split('-')[1]), 'One, please');
    await world.run({ ...order, request: ask(world, 'Two'), runId: 703 });
    const agent = fakeAgent();
    await world.run({ ...order, request: ask(world, '/codex retry'), runId: 704, agent });
    expect(agent.orders).toEqual([]);
  });
});

test('a request that was named by a sweep begins as the router would have begun it', async () => {
  const world = threadWorld();
  const issue13: Thread = { kind: 'issue', number: 13 };
  world.conversation.openThread(issue13, { title: 'Talk', body: '', unasked: true });
  const one = ask(world, '@codex look', issue13);
  const agent = fakeAgent();
  const trigger = { kind: 'mention', mention: '@codex' } as const;
  await world.run({
    thread: issue13,
    request: one,
    source: { kind: 'named', id: one.id },
    start: 'continue',
    runId: 702,
    agent,
    trigger,
  });
  expect(texts(agent)).toEqual(['@codex look']);
});

test('what failed with other words before any session is asked with its new ones', async () => {
  const world = await threadWorld();
  const one = ask(world, 'One');
  const wrongKey: ScriptedTurn = () => ({ kind: 'failed', sessionId: undefined, code: 'auth', detail: 'No.' });
  const order: RunOrder = { thread: issue12, request: one, start: 'either', runId: 702 };
  await world.run({ ...order, agent: fakeAgent(wrongKey) });
  world.clock.advance(60);
  world.conversation.edit(Number(one.id.split('-')[1]), 'One, please');
  const agent = fakeAgent();
  await world.run({ ...order, start: 'continue', request: ask(world, 'Two'), runId: 703, agent });
  expect(texts(agent)).toContain('One, please');
});

test('two runs in a row that publish nothing, the second with nothing of its own, lose no answer', async () => {
  const world = await answered();
  const one = ask(world, 'One');
  const two = ask(world, 'Two');
  const controller = new AbortController();
  const order: RunOrder = { thread: issue12, request: two, start: 'continue', runId: 702 };
  await world.run({
    ...order,
    agent: fakeAgent(answers('1'), cancels(controller)),
    cancelled: controller.signal,
    stopAfter: 'bundle',
    ended: 'cancelled',
  });
  await world.run({ ...order, request: one, runId: 703, stopAfter: 'bundle' });
  await world.run({ ...order, request: ask(world, 'Three'), runId: 704 });
  expect(marked(world)).toContain(`${one.id} answered`);
});

test('to take back a turn that was cut off and then retried says that its files stay', async () => {
  const world = await answered();
  world.proposals.permit(false);
  const order = { thread: issue12, start: 'continue', branchTemplate: 'codex/issue-{number}' } as const;
  const writing =
    (path: string, end: ScriptedTurn): ScriptedTurn =>
    (turn, signal) => {
      world.repository.write(path, path);
      return end(turn, signal);
    };
  const cutOff: ScriptedTurn = ({ sessionId }) => ({ kind: 'timed-out', sessionId, after: 'wall', minutes: 30 });
  const run = (text: string, runId: number, end: ScriptedTurn, path = `${runId}.txt`) =>
    world.run({ ...order, request: ask(world, text), runId, agent: fakeAgent(writing(path, end)) });
  await run('One', 702, cutOff);
  await run('/codex retry', 703, answers('Done'));
  await world.run({ ...order, request: ask(world, '/codex undo'), runId: 704 });
  await world.run({ ...order, request: ask(world, '/codex undo'), runId: 705 });
  expect(world.repository.history('codex/issue-12')[0]?.files.has('703.txt')).toBe(false);
  expect(world.repository.history('codex/issue-12')[0]?.files.has('702.txt')).toBe(true);
  expect(world.conversation.transcript(issue12).at(-1)?.body).toContain('the files stay as they are');
});

describe('a promise in an issue', () => {
  const promisedAs = async (world: ThreadWorld, request: Request, runId: number) =>
    tellThatItStopped(world, { thread: issue12, request, start: 'either', runId }, 'cancelled-before-start');

  test('to take up an edit that was edited again, and answered so, is no label that was put on again', async () => {
    const world = threadWorld();
    world.conversation.editThread(issue12, 'Second', 'alice');
    const edit: Request = { ...openingRequest, id: revised('issue-12', 'Add up\n\nSecond'), edited: { before: 'x' } };
    world.conversation.editThread(issue12, 'Third', 'alice');
    await world.run(first);
    world.clock.advance(120);
    await promisedAs(world, edit, 702);
    const agent = fakeAgent();
    await world.run({ ...first, start: 'continue', request: ask(world, 'Go on'), runId: 703, agent });
    expect(texts(agent)).toEqual(['Go on']);
  });

  test('to take up a label that was put on again is kept by a run that is started by its id', async () => {
    const world = await answered();
    world.clock.advance(600);
    const createdAt = world.clock.stamp();
    const label: Request = { ...openingRequest, id: askedOnceMore('issue-12', createdAt), createdAt };
    await promisedAs(world, label, 702);
    const agent = fakeAgent();
    const order: RunOrder = { thread: issue12, request: label, start: 'either', runId: 703, agent };
    await world.run({ ...order, source: { kind: 'named', id: label.id } });
    expect(texts(agent)).toEqual(['Sum all lines.']);
    expect(marked(world)).toContain(`${label.id} answered`);
  });
});
