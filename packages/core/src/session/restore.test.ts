import { describe, expect, test } from 'vitest';
import { newLedger } from '../ledger/ledger.ts';
import { type Marker, renderMarker } from '../reply/marker.ts';
import {
  answers,
  at,
  fakeAgent,
  issue12,
  NEW_SESSION,
  openingRequest,
  type RunOrder,
  type ThreadWorld,
  threadWorld,
} from '../testing/index.ts';
import type { Thread } from '../thread/thread.ts';
import { sealBundle } from './bundle.ts';

const first = { thread: issue12, request: openingRequest, start: 'new', runId: 701 } as const;
const pr101: Thread = { kind: 'pr', number: 101 };
const BUNDLE = 'codex-worker-session-issue-12';

/** A comment of alice's, ten minutes later, and what restoring for it finds; the run ends there. */
async function restoreFor(world: ThreadWorld, order: Partial<RunOrder> = {}) {
  world.clock.advance(600);
  const thread = order.thread ?? issue12;
  const request = world.ask('alice', thread, 'Go on');
  const { restored } = await world.run({
    thread,
    request,
    start: 'continue',
    runId: 702,
    stopAfter: 'restore',
    ...order,
  });
  const { state, files } = restored;
  return {
    request,
    files,
    state,
    open: state.open.map(({ id }) => id),
    refusals: state.refusals.map(({ reply }) => reply),
  };
}

async function answeredWorld(): Promise<ThreadWorld> {
  const world = threadWorld();
  await world.run(first);
  return world;
}

/** A world where the first turn has opened pull request 101. */
async function movedWorld(): Promise<ThreadWorld> {
  const world = threadWorld();
  const agent = fakeAgent((order, signal) => {
    world.repository.write('sum.js', 'sum\n');
    return answers('Done')(order, signal);
  });
  await world.run({ ...first, agent });
  return world;
}

const newestBundle = async (world: ThreadWorld, name = BUNDLE): Promise<number> =>
  (await world.artifacts.store.list(name))[0]?.id ?? 0;

describe('a session is found', () => {
  test('fresh, for the request that opens the thread', async () => {
    const { restored } = await threadWorld().run({ ...first, stopAfter: 'restore' });
    expect(restored.state).toMatchObject({
      status: 'fresh',
      open: [openingRequest],
      refusals: [],
      keepBundle: true,
      workspace: { baseBranch: 'main', note: undefined },
    });
  });

  test('resumed, with its files and its ledger', async () => {
    const world = await answeredWorld();
    const { state, files, open, request } = await restoreFor(world);
    expect(state.status).toBe('resumed');
    expect(state.ledger).toMatchObject({
      sequence: 1,
      settings: { sessionId: NEW_SESSION, sandbox: 'workspace-write' },
    });
    expect(files.map(({ path }) => path)).toEqual([`sessions/rollout-${NEW_SESSION}.jsonl`]);
    expect(open).toEqual([request.id]);
  });

  test('resumed in the sandbox of its first turn, whatever the caller says now', async () => {
    const world = await answeredWorld();
    const { state } = await restoreFor(world);
    expect(state.ledger.settings.sandbox).toBe('workspace-write');
  });

  test('anew on purpose: the ledger goes on and the session does not', async () => {
    const world = await answeredWorld();
    const { state, files } = await restoreFor(world, { start: 'anew' });
    expect(state.status).toBe('fresh');
    expect(state.ledger.settings.sessionId).toBeUndefined();
    expect(state.ledger.requests.map(({ id }) => id)).toEqual(['issue-12']);
    expect(files).toEqual([]);
  });

  test('and a run whose request has its answer has nothing open', async () => {
    const world = await answeredWorld();
    const { restored } = await world.run({ ...first, runId: 702, stopAfter: 'restore' });
    expect(restored.state).toMatchObject({ status: 'settled', open: [], refusals: [], keepBundle: false });
  });
});

describe('a session that is gone', () => {
  test('is told, with the way to begin anew, and nothing is stored over it', async () => {
    const world = await answeredWorld();
    await world.artifacts.store.remove(await newestBundle(world));
    const { state, refusals, open } = await restoreFor(world, {});
    expect(state).toMatchObject({ status: 'expired', keepBundle: false, failure: { code: 'session-expired' } });
    expect(open).toEqual([]);
    expect(refusals).toMatchObject([{ outcome: 'refused', failure: 'session-expired' }]);
    expect(refusals[0]?.text).toMatch(
      /cannot be continued.*artifact is gone[\s\S]*`\/codex reset`[\s\S]*open a new issue/,
    );
  });

  test('does not begin again by itself, also when the next comment comes', async () => {
    const world = await answeredWorld();
    await world.artifacts.store.remove(await newestBundle(world));
    for (const runId of [702, 703]) {
      world.clock.advance(60);
      const request = world.ask('alice', issue12, 'Go on');
      const agent = fakeAgent();
      const end = await world.run({ thread: issue12, request, start: 'continue', runId, agent });
      expect(end.drained?.outcome).toBe('failed');
      expect(agent.orders).toEqual([]);
      expect(world.artifacts.listing().filter((entry) => entry.startsWith(BUNDLE))).toEqual([]);
    }
  });

  test('begins anew when a person says so', async () => {
    const world = await answeredWorld();
    await world.artifacts.store.remove(await newestBundle(world));
    expect((await restoreFor(world, { start: 'anew' })).state.status).toBe('fresh');
  });

  test.each([
    { when: 'the label is put on again', order: { start: 'either', request: openingRequest } },
    { when: 'its first run is run again', order: { start: 'new', request: openingRequest, attempt: 2 } },
  ] as const)('does not begin again when $when', async ({ order }) => {
    const world = await answeredWorld();
    await world.artifacts.store.remove(await newestBundle(world));
    expect((await restoreFor(world, order)).state).toMatchObject({ status: 'settled', open: [] });
  });

  test('in an issue that has a pull request by now, the link is the answer', async () => {
    const world = await movedWorld();
    await world.artifacts.store.remove(await newestBundle(world));
    const { state, refusals } = await restoreFor(world);
    expect(state).toMatchObject({ status: 'moved', failure: undefined, keepBundle: false });
    expect(refusals[0]?.text).toContain('/pull/101');
  });

  test("another issue's branch of a like name is not its own", async () => {
    const world = await movedWorld();
    const issue1: Thread = { kind: 'issue', number: 1 };
    world.conversation.openThread(issue1, { title: 'Other', body: '' });
    const told = renderMarker({ requestId: 'issue-1', outcome: 'answered', run: '701.1' });
    world.conversation.commentAs('github-actions[bot]', issue1, told);
    const { state } = await restoreFor(world, { thread: issue1, branchTemplate: 'codex/issue-{number}' });
    expect(state.status).toBe('expired');
  });
});

describe('a thread without a bundle', () => {
  test('where the worker was never asked is none of its own: people talk to each other', async () => {
    const world = threadWorld();
    const issue7: Thread = { kind: 'issue', number: 7 };
    world.conversation.openThread(issue7, { title: 'Other', body: '', unasked: true });
    const { state } = await restoreFor(world, { thread: issue7 });
    expect(state).toMatchObject({ status: 'unasked', open: [], refusals: [], failure: undefined, keepBundle: false });
  });

  const told = async (marker: Partial<Marker>, by = 'github-actions[bot]', thread: Thread = issue12) => {
    const world = threadWorld();
    world.conversation.openThread(pr101, { title: 'Add up', body: '' });
    const text = renderMarker({ requestId: 'issue-12', outcome: 'failed', run: '701.1', ...marker });
    world.conversation.commentAs(by, thread, text);
    world.repository.commit('codex/issue-12/x', {});
    await world.proposals.open({ branch: 'codex/issue-12/x', base: 'main', title: '', body: '', draft: false });
    return world;
  };
  test.each([
    { when: 'was told that nothing has begun yet', marker: { session: 'none' }, status: 'fresh' },
    { when: 'was told that its session is kept', marker: {}, status: 'expired' },
    { when: 'was answered', marker: { outcome: 'answered' }, status: 'expired' },
    { when: 'was only refused', marker: { outcome: 'refused' }, status: 'fresh' },
    { when: 'holds an answer that a stranger pasted', marker: { outcome: 'answered' }, by: 'mallory', status: 'fresh' },
  ] as const)('whose issue $when is $status for the next comment', async (row) => {
    const world = await told(row.marker, 'by' in row ? row.by : undefined);
    world.proposals.close(101);
    world.repository.deleteBranch('codex/issue-12/x');
    expect((await restoreFor(world)).state.status).toBe(row.status);
  });

  test.each([
    { when: 'holds nothing of ours', by: 'mallory', marker: {}, status: 'fresh' },
    { when: 'holds a late answer from its issue', marker: { outcome: 'answered', from: 'issue-12' }, status: 'fresh' },
    { when: 'holds an answer of its own', marker: { outcome: 'answered' }, status: 'expired' },
    { when: 'holds a failure that kept a session', marker: {}, status: 'expired' },
  ] as const)('and whose pull request $when is $status', async (row) => {
    const world = await told(row.marker, 'by' in row ? row.by : undefined, pr101);
    expect((await restoreFor(world, { thread: pr101, start: 'either' })).state.status).toBe(row.status);
  });
});

describe('a bundle is refused', () => {
  test('when a byte of it was changed', async () => {
    const world = await answeredWorld();
    world.artifacts.tamper(await newestBundle(world), (bytes) => {
      bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
      return bytes;
    });
    const { state, refusals } = await restoreFor(world);
    expect(state).toMatchObject({ status: 'untrusted', keepBundle: false, failure: { code: 'bundle-untrusted' } });
    expect(refusals[0]?.text).toContain('does not open');
  });

  test("when it is another thread's", async () => {
    const world = await answeredWorld();
    const owner = { repositoryId: 42, thread: 'issue-13' } as const;
    const other = sealBundle({ ledger: newLedger('issue-13', at(0), 'read-only'), files: [] }, owner, '0', 'sk-test');
    world.artifacts.tamper(await newestBundle(world), () => other);
    const { refusals } = await restoreFor(world);
    expect(refusals[0]?.text).toContain('belongs to the thread issue-13, not to issue-12');
  });

  test('when the key is another one', async () => {
    const world = await answeredWorld();
    const { state } = await restoreFor(world, { sessionKey: 'sk-other' });
    expect(state).toMatchObject({ status: 'untrusted', failure: { code: 'bundle-untrusted' } });
  });

  test('when it holds more than one file', async () => {
    const world = threadWorld();
    await world.artifacts.run(700).upload(
      BUNDLE,
      new Map([
        ['a', Buffer.from('a')],
        ['b', Buffer.from('b')],
      ]),
      7,
    );
    expect((await restoreFor(world)).state.failure?.what).toBe('The session artifact holds 2 files, not one.');
  });

  const origins = [
    { from: 'a fork', origin: { headRepositoryId: 43 } },
    { from: 'another workflow', origin: { workflowPath: '.github/workflows/ci.yml' } },
    { from: 'a pull request', origin: { event: 'pull_request' } },
    { from: 'another branch', origin: { headBranch: 'feature' } },
  ];
  test.each(origins)('when only $from made one, though its seal fits', async ({ origin }) => {
    const world = await answeredWorld();
    const [bytes] = (await world.artifacts.store.download(await newestBundle(world))).values();
    await world.artifacts.store.remove(await newestBundle(world));
    await world.artifacts.run(666, origin).upload(BUNDLE, new Map([[BUNDLE, bytes ?? Buffer.alloc(0)]]), 7);
    const { state } = await restoreFor(world);
    expect(state.status).toBe('untrusted');
    expect(state.failure?.what).toMatch(
      /^No session artifact comes from a trusted run \(artifact \d+: its run .*\)\.$/,
    );
  });

  test.each(origins)('but a younger one from $from only hides nothing', async ({ origin }) => {
    const world = await answeredWorld();
    await world.artifacts.run(666, origin).upload(BUNDLE, new Map([[BUNDLE, Buffer.from('garbage')]]), 7);
    expect((await restoreFor(world)).state.status).toBe('resumed');
  });

  test('when its run is gone', async () => {
    const world = await answeredWorld();
    world.artifacts.forgetRun(701);
    expect((await restoreFor(world)).state.failure?.what).toContain('its run no longer exists');
  });

  test('and a younger trusted one that does not open is not passed over for an older', async () => {
    const world = await answeredWorld();
    await world.artifacts.run(705).upload(BUNDLE, new Map([[BUNDLE, Buffer.from('garbage')]]), 7);
    expect((await restoreFor(world)).state.status).toBe('untrusted');
  });

  test('when it is an old one that was put back: it does not know an answer that stands in the thread', async () => {
    const world = await answeredWorld();
    const [old] = (await world.artifacts.store.download(await newestBundle(world))).values();
    world.clock.advance(600);
    const request = world.ask('alice', issue12, 'And subtract');
    await world.run({ thread: issue12, request, start: 'continue', runId: 702 });
    world.artifacts.tamper(await newestBundle(world), () => old ?? Buffer.alloc(0));
    const { state, open, files } = await restoreFor(world, { runId: 703 });
    expect(state).toMatchObject({ status: 'untrusted', keepBundle: false, failure: { code: 'bundle-untrusted' } });
    expect(state.failure?.what).toContain('older than the thread');
    expect({ open, files }).toEqual({ open: [], files: [] });
  });

  test('unless a person begins anew', async () => {
    const world = await answeredWorld();
    world.artifacts.tamper(await newestBundle(world), () => Buffer.from('garbage'));
    expect((await restoreFor(world, { start: 'anew' })).state).toMatchObject({ status: 'fresh', keepBundle: true });
  });
});

describe('a thread that moved', () => {
  test('answers with the link', async () => {
    const world = await movedWorld();
    const { state, open, refusals, request } = await restoreFor(world);
    expect(state.status).toBe('moved');
    expect(open).toEqual([]);
    expect(refusals).toMatchObject([{ requestId: request.id, text: expect.stringContaining('/pull/101') }]);
  });

  test('still takes what was asked before the move', async () => {
    const world = threadWorld();
    const { request } = { request: world.ask('bob', issue12, 'Use integers') };
    const controller = new AbortController();
    const agent = fakeAgent((order, signal) => {
      world.clock.advance(60);
      world.repository.write('sum.js', 'sum\n');
      controller.abort();
      return answers('Done')(order, signal);
    });
    await world.run({ ...first, agent, cancelled: controller.signal });
    const { state, open, refusals, request: late } = await restoreFor(world);
    expect(open).toEqual([request.id]);
    expect(refusals.map(({ requestId }) => requestId)).toEqual([late.id]);
    expect(state).toMatchObject({ status: 'moved', movedTo: 101 });
  });

  test('to a pull request that is closed sends everything there', async () => {
    const world = await movedWorld();
    world.proposals.close(101);
    const { state, refusals } = await restoreFor(world);
    expect(state).toMatchObject({ status: 'moved', open: [], movedTo: undefined });
    expect(refusals).toHaveLength(1);
  });
});

describe('the workspace', () => {
  test('is the branch of the thread as it is now', async () => {
    const world = await movedWorld();
    const sha = world.repository.commit('codex/issue-12/add-up', { 'by-hand.txt': 'x' });
    const { state } = await restoreFor(world, { thread: pr101, start: 'either' });
    expect(state.workspace).toMatchObject({
      base: sha,
      baseBranch: 'main',
      headBranch: 'codex/issue-12/add-up',
      note: undefined,
    });
    expect(world.repository.read('by-hand.txt')).toBe('x');
  });

  test('is the base with a note where the branch of the issue is gone', async () => {
    const world = await movedWorld();
    world.repository.deleteBranch('codex/issue-12/add-up');
    const { findByHead } = world.proposals;
    world.proposals.findByHead = async () => undefined;
    const { state } = await restoreFor(world);
    world.proposals.findByHead = findByHead;
    expect(state.workspace.note).toContain('codex/issue-12/add-up is not on GitHub');
    expect(state.workspace.base).toBe(world.repository.history('main')[0]?.sha);
  });

  test('of a pull request whose branch is gone does not exist, and the person is told', async () => {
    const world = await movedWorld();
    world.repository.deleteBranch('codex/issue-12/add-up');
    const { state, refusals } = await restoreFor(world, { thread: pr101, start: 'either' });
    expect(state.open).toEqual([]);
    expect(refusals).toMatchObject([{ failure: 'branch-gone', text: expect.stringContaining('no longer exists') }]);
  });

  test('of a repository without commits does not exist, and the run says so', async () => {
    const world = threadWorld();
    world.repository.deleteBranch('main');
    await expect(world.run(first)).rejects.toMatchObject({ code: 'repository-empty' });
  });
});

test('a closed thread runs nothing and says so', async () => {
  const world = await answeredWorld();
  world.conversation.close(issue12);
  const { open, refusals } = await restoreFor(world);
  expect(open).toEqual([]);
  expect(refusals).toMatchObject([{ text: expect.stringContaining('#12 is closed') }]);
});

test('a thread that was transferred is gone', async () => {
  const world = threadWorld();
  world.conversation.remove(issue12);
  await expect(world.run(first)).rejects.toMatchObject({ code: 'thread-gone' });
});

describe('what an earlier run did not publish', () => {
  const writing = (world: ThreadWorld, path: string) =>
    fakeAgent((order, signal) => {
      world.repository.write(path, `${path}\n`);
      return answers('Done')(order, signal);
    });

  test('is carried over with its change, which is in the files again', async () => {
    const world = threadWorld();
    await world.run({ ...first, agent: writing(world, 'sum.js'), stopAfter: 'bundle' });
    const { state } = await restoreFor(world);
    expect(state.carried).toMatchObject({ applied: true, outbox: { run: 701, replies: [{ requestId: 'issue-12' }] } });
    expect(state.workspace.note).toBeUndefined();
    expect(world.repository.read('sum.js')).toBe('sum.js\n');
  });

  test('keeps its replies where the commit is on the branch already', async () => {
    const world = threadWorld();
    await world.run({ ...first, agent: writing(world, 'sum.js'), stopAfter: 'push' });
    const { state } = await restoreFor(world);
    expect(state.carried).toMatchObject({ applied: false, outbox: { change: { requests: ['issue-12'] } } });
  });

  test('says so where its change no longer applies', async () => {
    const world = threadWorld();
    await world.run({ ...first, agent: writing(world, 'sum.js'), stopAfter: 'bundle' });
    world.repository.commit('main', { 'sum.js': 'theirs\n' });
    const { state } = await restoreFor(world);
    expect(state.carried?.outbox).not.toHaveProperty('change');
    expect(state.carried?.outbox.replies[0]?.text).toContain('no longer applies to the branch');
    expect(world.repository.read('sum.js')).toBe('theirs\n');
  });

  test('is told to be lost where its outbox is gone', async () => {
    const world = threadWorld();
    await world.run({ ...first, agent: writing(world, 'sum.js'), stopAfter: 'bundle' });
    await world.artifacts.store.remove(await newestBundle(world, 'codex-worker-outbox-issue-12-701'));
    const { state, open, request } = await restoreFor(world);
    expect(state.carried?.outbox.replies).toMatchObject([{ requestId: 'issue-12', outcome: 'refused' }]);
    expect(state.carried?.outbox.replies[0]?.text).toContain('**The reply to this was lost.**');
    expect(open).toEqual([request.id]);
  });

  test('is told to be lost where only the outbox of an earlier attempt is there', async () => {
    const world = threadWorld();
    await world.run({ ...first, agent: writing(world, 'sum.js'), stopAfter: 'bundle' });
    world.clock.advance(60);
    const late = world.ask('alice', issue12, 'And subtract');
    await world.run({ ...first, attempt: 2, stopAfter: 'bundle' });
    await world.artifacts.store.remove(await newestBundle(world, 'codex-worker-outbox-issue-12-701'));
    const { state } = await restoreFor(world);
    expect(state.carried?.outbox.replies).toMatchObject([
      { requestId: 'issue-12', outcome: 'answered' },
      { requestId: late.id, outcome: 'refused' },
    ]);
  });

  test('is told where the branch of its pull request is gone meanwhile', async () => {
    const world = await movedWorld();
    const request = world.ask('alice', pr101, 'Go on');
    const order = { thread: pr101, request, start: 'either', runId: 702 } as const;
    await world.run({ ...order, agent: writing(world, 'more.js'), stopAfter: 'bundle' });
    world.repository.deleteBranch('codex/issue-12/add-up');
    const { state } = await restoreFor(world, { thread: pr101, start: 'either', runId: 703 });
    expect(state.carried?.outbox.replies).toMatchObject([{ requestId: request.id, outcome: 'answered' }]);
    expect(state.carried?.outbox.replies[0]?.text).toContain('no longer applies to the branch');
    expect(state.refusals).toMatchObject([{ reply: { failure: 'branch-gone' } }]);
  });

  test('is not carried over when it was published', async () => {
    const world = await answeredWorld();
    expect((await restoreFor(world)).state.carried).toBeUndefined();
  });
});
