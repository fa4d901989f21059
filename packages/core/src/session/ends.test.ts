import { describe, expect, test } from 'vitest';
import { newLedger } from '../ledger/ledger.ts';
import { renderMarker } from '../reply/marker.ts';
import type { Request } from '../request/request.ts';
import {
  answers,
  at,
  fakeAgent,
  issue12,
  openingRequest,
  type RunOrder,
  type ThreadWorld,
  tellThatItStopped,
  threadWorld,
} from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import { sealBundle } from './bundle.ts';

const first = { thread: issue12, request: openingRequest, start: 'new', runId: 701 } as const;
const goOn = { thread: issue12, start: 'continue' } as const;
const pr101: Thread = { kind: 'pr', number: 101 };
const US = 'github-actions[bot]';

async function answeredWorld(): Promise<ThreadWorld> {
  const world = threadWorld();
  await world.run(first);
  world.clock.advance(600);
  return world;
}

/** A world where the first turn has opened pull request 101, as the worker does. */
async function movedWorld(): Promise<ThreadWorld> {
  const world = threadWorld();
  const agent = fakeAgent((order, signal) => {
    world.repository.write('sum.js', 'sum\n');
    return answers('Done')(order, signal);
  });
  await world.run({ ...first, agent });
  world.clock.advance(60);
  world.conversation.openThread(pr101, { title: 'Add up', body: '', by: US });
  world.clock.advance(600);
  return world;
}

const restored = async (world: ThreadWorld, order: RunOrder) =>
  (await world.run({ ...order, stopAfter: 'restore' })).restored.state;

const idsOf = (requests: readonly Request[]) => requests.map(({ id }) => id);

describe('a closed issue', () => {
  test('refuses what waits, and goes on once it is reopened', async () => {
    const world = await answeredWorld();
    const waiting = world.ask('alice', issue12, 'And subtract');
    world.conversation.close(issue12);
    const told = await world.run({ ...goOn, request: waiting, runId: 702 });
    expect(told.drained).toMatchObject({ outcome: 'refused', failure: undefined });
    expect(world.conversation.transcript(issue12).at(-1)?.body).toContain('#12 is closed. Reopen it');
    world.conversation.reopen(issue12);
    world.clock.advance(60);
    const next = world.ask('alice', issue12, 'Go on');
    const state = await restored(world, { ...goOn, request: next, runId: 703 });
    expect([state.status, idsOf(state.open)]).toEqual(['resumed', [next.id]]);
  });
});

describe('a pull request', () => {
  test('that is merged has ended, and says so', async () => {
    const world = await movedWorld();
    world.conversation.merge(pr101);
    const request = world.ask('alice', pr101, 'And subtract');
    const state = await restored(world, { thread: pr101, start: 'either', request, runId: 702 });
    expect(state).toMatchObject({ open: [], failure: undefined });
    expect(state.refusals[0]?.reply.text).toContain('#101 is merged, and this thread has ended. Open a new issue');
  });

  test('that ended is named in the issue that moved to it', async () => {
    const world = await movedWorld();
    world.proposals.close(101);
    const request = world.ask('alice', issue12, 'And subtract');
    const state = await restored(world, { ...goOn, request, runId: 702 });
    expect(state.refusals[0]?.reply.text).toMatch(/moved to \S+\/pull\/101\*\*, and ended there/);
  });

  test('of a fork is read at the commit that was authorised, by requests up to this one', async () => {
    const world = await movedWorld();
    const sha = world.repository.commit('theirs', { 'their.txt': 'theirs', 'AGENTS.md': 'theirs' });
    world.forks.set(101, 'mallory/demo');
    world.forkHeads.set(101, world.repository.commit('theirs', { 'their.txt': 'later' }));
    const request = world.ask('alice', pr101, 'Go on');
    const state = await restored(world, { thread: pr101, start: 'either', request, runId: 702, sha });
    expect(state).toMatchObject({
      fork: { sha, repository: 'mallory/demo' },
      until: request.createdAt,
      ledger: { settings: { sandbox: 'read-only' } },
      workspace: { base: '', baseBranch: 'main', headBranch: 'codex/pr-101/patch' },
    });
    expect(state.workspace.note).toContain('"AGENTS.md"');
    expect([world.repository.read('their.txt'), world.repository.read('AGENTS.md')]).toEqual(['theirs', undefined]);
  });

  test('of a fork whose commit is gone is told so', async () => {
    const world = await movedWorld();
    world.forks.set(101, 'mallory/demo');
    const request = world.ask('alice', pr101, 'Go on');
    const gone = { thread: pr101, start: 'either', request, runId: 702, sha: 'f'.repeat(40) } as const;
    expect((await restored(world, gone)).refusals).toMatchObject([{ reply: { failure: 'fork-head-changed' } }]);
  });

  test('is checked out at its head, which is looked up as the run starts', async () => {
    const world = await movedWorld();
    const request = world.ask('alice', pr101, 'Go on');
    const { workspace } = await restored(world, { thread: pr101, start: 'either', request, runId: 702 });
    expect(workspace).toMatchObject({ headBranch: 'codex/issue-12/add-up', baseBranch: 'main' });
  });

  test('of our own begins with all that was asked since it was opened', async () => {
    const world = await movedWorld();
    const dropped = world.ask('bob', pr101, 'Rename it');
    world.clock.advance(600);
    const request = world.ask('alice', pr101, 'Go on');
    const state = await restored(world, { thread: pr101, start: 'either', request, runId: 702 });
    expect(idsOf(state.open)).toEqual([dropped.id, request.id]);
  });

  test('of a person begins with what was asked of us', async () => {
    const world = await movedWorld();
    world.conversation.openThread(pr101, { title: 'Add up', body: '', by: 'bob' });
    world.ask('bob', pr101, 'Alice, have a look');
    world.clock.advance(600);
    const request = world.ask('alice', pr101, 'Go on');
    const state = await restored(world, { thread: pr101, start: 'either', request, runId: 702 });
    expect(idsOf(state.open)).toEqual([request.id]);
  });
});

test('a locked thread is a failure that says how to go on, for nothing can be said there', async () => {
  const world = await answeredWorld();
  const request = world.ask('alice', issue12, 'Go on');
  world.conversation.lock(issue12);
  await expect(world.run({ ...goOn, request, runId: 702 })).rejects.toMatchObject({
    code: 'thread-locked',
    what: '#12 is locked, and the worker could not answer there.',
  });
});

test('a deleted thread is a failure that names it', async () => {
  const world = await answeredWorld();
  const request = world.ask('alice', issue12, 'Go on');
  world.conversation.remove(issue12);
  await expect(world.run({ ...goOn, request, runId: 702 })).rejects.toMatchObject({ code: 'thread-gone' });
});

describe('a thread whose first run left no trace', () => {
  test('begins with the next one: the issue, and everything asked since', async () => {
    const world = threadWorld();
    world.clock.advance(60);
    const waiting = world.ask('bob', issue12, 'Use integers');
    world.clock.advance(60);
    const request = world.ask('alice', issue12, 'And be quick');
    const state = await restored(world, { ...goOn, request, runId: 702 });
    expect([state.status, idsOf(state.open)]).toEqual(['fresh', ['issue-12', waiting.id, request.id]]);
  });

  test('takes up what was cancelled before it began', async () => {
    const world = threadWorld();
    await tellThatItStopped(world, first, 'cancelled-before-start');
    world.clock.advance(60);
    const request = world.ask('alice', issue12, 'Now, please');
    expect(idsOf((await restored(world, { ...goOn, request, runId: 702 })).open)).toEqual(['issue-12', request.id]);
  });

  test('begins without what failed and was told so', async () => {
    const world = threadWorld();
    const failing = fakeAgent(() => ({ kind: 'failed', sessionId: undefined, code: 'auth', detail: 'Bad key.' }));
    await world.run({ ...first, agent: failing });
    world.clock.advance(60);
    const request = world.ask('alice', issue12, 'The key is mended');
    const state = await restored(world, { ...goOn, request, runId: 702 });
    expect([state.status, idsOf(state.open)]).toEqual(['fresh', [request.id]]);
  });

  test('does not take a stranger for the one who opened it', async () => {
    const world = threadWorld();
    world.conversation.openThread(issue12, { title: 'Add up', body: '', by: 'mallory' });
    world.clock.advance(60);
    const request = world.ask('alice', issue12, 'Go on');
    expect(idsOf((await restored(world, { ...goOn, request, runId: 702 })).open)).toEqual([request.id]);
  });

  test('does not count what people said to each other before the worker was asked', async () => {
    const world = threadWorld();
    world.conversation.openThread(issue12, { title: 'Add up', body: '', unasked: true });
    world.ask('bob', issue12, 'Alice, what do you think?');
    world.clock.advance(86_400);
    world.conversation.acknowledge(issue12);
    world.clock.advance(60);
    const request = world.ask('alice', issue12, 'Go on');
    expect(idsOf((await restored(world, { ...goOn, request, runId: 702 })).open)).toEqual([request.id]);
  });

  test('is not taken for one that has a branch by now: only a session makes one', async () => {
    const world = threadWorld();
    world.repository.commit('codex/issue-12/add-up', { 'sum.js': 'sum' });
    const request = world.ask('alice', issue12, 'Go on');
    const state = await restored(world, { ...goOn, request, runId: 702 });
    expect(state).toMatchObject({ status: 'expired', open: [], keepBundle: false });
  });

  test('is not taken for one whose session is gone, when the run of its opening comes late', async () => {
    const world = threadWorld();
    const request = world.ask('alice', issue12, 'Use integers');
    await world.run({ ...goOn, request, runId: 702, stopAfter: 'bundle' });
    const [bundle] = await world.artifacts.store.list('codex-worker-session-issue-12');
    await world.artifacts.store.remove(bundle?.id ?? 0);
    expect(await restored(world, first)).toMatchObject({ status: 'expired', open: [], keepBundle: false });
  });

  test('is not taken for one whose answers are too old to be among the newest comments', async () => {
    const world = await answeredWorld();
    const [bundle] = await world.artifacts.store.list('codex-worker-session-issue-12');
    await world.artifacts.store.remove(bundle?.id ?? 0);
    for (let i = 0; i < 201; i += 1) world.conversation.commentAs('rita', issue12, 'Me too');
    const request = world.ask('alice', issue12, 'Go on');
    const state = await restored(world, { ...goOn, request, runId: 702 });
    expect(state).toMatchObject({ status: 'untrusted', open: [], keepBundle: false });
  });
});

describe('bad input', () => {
  test('a ledger of a newer version is refused with what to do, and nothing is stored over it', async () => {
    const world = await answeredWorld();
    const ledger = { ...newLedger('issue-12', at(0), 'read-only'), version: 2 as 1 };
    const owner = { repositoryId: 42, thread: 'issue-12' } as const;
    const [bundle] = await world.artifacts.store.list('codex-worker-session-issue-12');
    world.artifacts.tamper(bundle?.id ?? 0, () => sealBundle({ ledger, files: [] }, owner, '0', 'sk-test'));
    const request = world.ask('alice', issue12, 'Go on');
    const state = await restored(world, { ...goOn, request, runId: 702 });
    expect(state).toMatchObject({ open: [], keepBundle: false, failure: { code: 'bundle-too-new' } });
    expect(state.refusals[0]?.reply.text).toContain(
      'The ledger of the thread is version 2; this release reads up to 1.',
    );
  });

  test('of two bundles of one thread the newest counts, and the other goes once it is replaced', async () => {
    const world = await answeredWorld();
    const bundles = () => world.artifacts.store.list('codex-worker-session-issue-12');
    const request = world.ask('alice', issue12, 'And subtract');
    await world.run({ ...goOn, request, runId: 702, stopAfter: 'replies' });
    expect(await bundles()).toHaveLength(2);
    world.clock.advance(60);
    const next = world.ask('alice', issue12, 'Go on');
    const end = await world.run({ ...goOn, request: next, runId: 703 });
    const { status, ledger, open } = end.restored.state;
    expect([status, ledger.sequence, idsOf(open)]).toEqual(['resumed', 2, [next.id]]);
    expect(await bundles()).toHaveLength(1);
  });

  test("a marker that a stranger pasted, in a comment or on a line of code, settles nobody's request", async () => {
    const world = await movedWorld();
    const request = world.ask('alice', pr101, 'Go on');
    const marker = renderMarker({ requestId: request.id, outcome: 'answered', run: '1.1' });
    world.conversation.commentAs('mallory', pr101, marker);
    world.conversation.commentOnCodeAs('mallory', pr101, marker);
    const state = await restored(world, { thread: pr101, start: 'either', request, runId: 702 });
    expect(idsOf(state.open)).toEqual([request.id]);
  });

  test('requests of one second are taken in the order of their ids', async () => {
    const world = await answeredWorld();
    const requests = ['One', 'Two', 'Three'].map((text) => world.ask('alice', issue12, text));
    const state = await restored(world, { ...goOn, request: requests[2] ?? openingRequest, runId: 702 });
    expect(idsOf(state.open)).toEqual(idsOf(requests));
  });

  test('a run by hand whose clock is ahead hides no comment that comes after it', async () => {
    const world = threadWorld();
    const ahead: Request = { ...openingRequest, id: 'dispatch-701', createdAt: at(10), text: 'Do it' };
    await world.run({ ...first, request: ahead, start: 'either' });
    const request = world.ask('alice', issue12, 'Go on');
    const state = await restored(world, { ...goOn, request, runId: 702 });
    expect(idsOf(state.open)).toEqual([request.id]);
  });
});

test('the progress of a run that died goes when the next one begins, and nothing in it is a request or was said', async () => {
  const world = await answeredWorld();
  await world.conversation.post(
    issue12,
    'Codex is working.\n\n<!-- codex-worker:progress thread=issue-12 run=702.1 -->',
  );
  const theirs = world.conversation.commentAs(
    'bob',
    issue12,
    '<!-- codex-worker:progress thread=issue-12 run=702.1 -->',
  );
  const request = world.ask('alice', issue12, 'Go on');
  const state = await restored(world, { ...goOn, request, runId: 703 });
  expect(idsOf(state.open)).toContain(request.id);
  expect(state.context.map(({ author }) => author.login)).not.toContain('github-actions[bot]');
  const left = world.conversation.transcript(issue12).filter(({ body }) => body.includes('codex-worker:progress'));
  expect(left.map(({ id }) => id)).toEqual([theirs.id]);
});
